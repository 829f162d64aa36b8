"""Shapes of what somebody tells others: reports, papers, manuals, invoices and forms. Patterns in English, German, French and Spanish."""

from app.answers.summaries.shape import Shape, Slot, named, pattern

_RISKS = Slot(
    named("Risks", "Risiken", "Risques", "Riesgos"),
    pattern(r"(?:principal |key )?risks?\b|risik|risque|riesgo|viability|going concern|uncertaint|safety\b|incident"),
    pattern(
        r"(?:principal|main|key|major|biggest) risks?|risk (?:of|to|that)\b|at risk|shortages?|shortfall|covenant|breach|"
        r"risik\w*|gefährdet|risques?\b|menac\w*|riesgos?\b|amenaz\w*"
    ),
    ("risk",),
    first=True,
    most=0.25,
)

_OUTLOOK = Slot(
    named("Outlook", "Ausblick", "Perspectives", "Perspectivas"),
    pattern(
        r"outlook|plans? (?:for|20)|next (?:quarter|year|steps|meeting)|future|forecast|strategy|events after|"
        r"ausblick|vorhaben|planung|perspectiv|projets|próximos|previsiones"
    ),
    pattern(
        r"next (?:quarter|year|meeting)|is to be|are to be|will be (?:\w+ ){0,4}(?:in|by|from|until|on)\b|"
        r"expects? (?:\w+ ){0,3}(?:to|about|that|in 20)|target(?:s|ed)?\b|forecast|planned|"
        r"geplant|künftig|soll (?:\w+ ){0,6}(?:20\d\d|werden)|prévue?s?\b|reporté|repoussé|previst[oa]s?\b|próxim[oa]"
    ),
    ("outlook",),
    first=True,
    most=0.25,
)

_CHANGES = Slot(
    named("Changes", "Veränderungen", "Évolutions", "Cambios"),
    pattern(r"changes? (?:in|since)|what (?:has )?changed|änderungen|veränderungen|évolution|cambios"),
    pattern(
        r"rose|fell|grew|increased|decreased|declined|dropped|doubled|halved|renewed|replaced|took over|joined|stood down|"
        r"left the|higher than|lower than|fewer|up from|down from|improved|worsened|"
        r"stieg|sank|gestiegen|gesunken|fiel|zugenommen|abgenommen|erneuert|ersetzt|"
        r"baissé|augmenté|diminué|progressé|remplac|quitté|de moins|de plus|refait|porté|"
        r"aumentó|disminuyó|bajó|subió|sustitu|renov"
    ),
    ("change",),
    most=0.35,
)

_RESULTS = Slot(
    named("Results", "Ergebnisse", "Résultats", "Resultados"),
    pattern(
        r"results?\b|at a glance|key figures|figures|highlights|financial|money|status|progress|performance|findings|segments|record|"
        r"ergebnis|zahlen|kennzahlen|finanz|résultats?|chiffres|comptes|prix|resultados|cifras|cuentas"
    ),
    pattern(
        r"revenue|turnover|profit|total\b|in all\b|umsatz|gewinn|verlust\b|chiffre d'affaires|bénéfice|ingresos|beneficio"
    ),
    ("money", "share", "total"),
    first=True,
    least=2,
    most=0.5,
)

REPORT = Shape(
    "report",
    (
        Slot(
            named("Overview", "Überblick", "Vue d'ensemble", "Panorama"),
            pattern(r"overview|about\b|at a glance|summary|überblick|présentation|resumen|mot d"),
            pattern(
                r"we (?:carry|make|run|operate|provide|are)|this (?:is the|report)|wir (?:betreiben|sind)|nous (?:sommes|exploitons)|somos"
            ),
            ("purpose",),
            first=True,
            most=0.2,
        ),
        _RESULTS,
        _CHANGES,
        Slot(
            named("Decisions", "Beschlüsse", "Décisions", "Decisiones"),
            pattern(r"decisions?|for decision|options|beschl|décisions|decisiones"),
            pattern(
                r"resolved|approve[ds]?|decide[ds]?\b|proposes?|recommend|agreed|agree to|awarded|terminate|voted|"
                r"beschloss|beschlossen|empfiehlt|refusé|décidé|adopté|recommand|acordó|aprobó|recomiend"
            ),
            ("decision",),
            first=True,
            most=0.3,
        ),
        _RISKS,
        _OUTLOOK,
    ),
    pattern(
        r"(?:annual|yearly|monitoring|progress|status|quarterly|interim|inspection|half-year|sustainability)?\s?(?:report|accounts|yearbook|review)\b|"
        r"programme board|quarter \d|q[1-4]\b|\w*bericht|haushalt|rapport|bilan\b|informe|memoria\b|balance\b"
    ),
    pattern(
        r"(?:at a glance|letter from|financial review|summary|outlook|plans for|risks|governance|auditor|notes to|results|next quarter|money|safety|geschäft|ausblick|lagebericht|investissements|gouvernance|perspectivas|resultados)"
    ),
    pattern(
        r"(?:revenue|profit|per cent|compared with|in 20\d\d|the year|quarter|target|forecast|budget|umsatz|im jahr|pour cent|exercice|ejercicio)\b"
    ),
)

PAPER = Shape(
    "paper",
    (
        Slot(
            named("Question", "Fragestellung", "Question", "Pregunta"),
            pattern(r"introduction|background|motivation|einleitung|fragestellung|contexte|introducción"),
            pattern(
                r"we (?:therefore )?(?:ask|asked|aim|wanted|describe|propose|present|study|investigate)|(?:research )?question|hypothes|"
                r"our contribution|purpose of|wir (?:fragen|untersuchen)|nous (?:étudions|proposons)|estudiamos|proponemos"
            ),
            ("purpose",),
            first=True,
            most=0.3,
        ),
        Slot(
            named("Method", "Methode", "Méthode", "Método"),
            pattern(
                r"methods?|materials?|model\b|estimation|data\b|trial|experiment|setup|design|methode|méthode|método"
            ),
            pattern(
                r"we (?:used|measured|sampled|tested|compared|ran|trained|collected|estimate[ds]?|chose)|"
                r"was (?:measured|sampled|taken|estimated)|were (?:measured|sampled|chosen|tested)|sample of|"
                r"wurden gemessen|nous avons mesuré|se midieron"
            ),
            first=True,
            most=0.3,
        ),
        Slot(
            named("Results", "Ergebnisse", "Résultats", "Resultados"),
            pattern(r"results?|findings|evaluation|ergebnis|résultat|resultado"),
            pattern(
                r"found\b|significant|p\s?[=<]|median|mean\b|rose by|differed|outperform|accuracy|against \d|per cent|%|r = |"
                r"signifikant|significati|significativ"
            ),
            ("share", "change", "result"),
            first=True,
            most=0.5,
        ),
        Slot(
            named("Limits", "Grenzen", "Limites", "Limitaciones"),
            pattern(r"limit|threats|weaknesses|grenzen|limites|limitaciones"),
            pattern(
                r"(?:a|second|third|one|main) limit|limitation|fails?\b|does not (?:apply|hold|work)|has not been tried|caution|grenze|limite\b|limitación"
            ),
            ("risk",),
            first=True,
            most=0.3,
        ),
        Slot(
            named("Conclusions", "Schlussfolgerungen", "Conclusions", "Conclusiones"),
            pattern(r"conclusions?|discussion|outlook|implications|schluss|diskussion|conclusion|discusión"),
            pattern(
                r"we (?:argue|conclude|suggest|recommend)|conclu|suggest|recommend|implication|therefore|future work|schlie(?:ß|ss)en|empfehlen|recommand|recomend"
            ),
            ("conclusion", "outlook"),
            first=True,
            most=0.3,
        ),
        Slot(
            named("About the study", "Zur Studie", "Sur l'étude", "Sobre el estudio"),
            pattern(
                r"acknowledg|thanks|funding|money|conflict|competing|declaration|danksagung|financement|financiación"
            ),
            pattern(
                r"funded|supported by|grant|paid by|conflict of interest|no part in|data are|(?:of the )?authors?\b"
            ),
            (),
            most=0.15,
        ),
    ),
    pattern(r"(?:a (?:study|trial|survey|review) of|towards|evidence from|an? (?:empirical|experimental))\b"),
    pattern(
        r"(?:\d+\.? )?(?:abstract|introduction|related work|methods?|results|discussion|references|acknowledge?ments?|limitations|conclusions?|einleitung|methoden|ergebnisse|literatur|introduction|résultats|références|introducción|métodos|resultados|referencias)\b"
    ),
    pattern(
        r"(?:et al|we (?:found|show|measured|compare|argue|propose)|p = 0|significant|median|standard deviation|abstract|hypothesis|baseline)\b"
    ),
)

MANUAL = Shape(
    "manual",
    (
        Slot(
            named("Purpose", "Zweck", "Usage prévu", "Uso previsto"),
            pattern(r"about this|intended use|purpose|introduction|verwendung|über diese|usage|uso previsto"),
            pattern(
                r"intended|is made for|must not be used for|this manual|designed (?:for|to)|bestimmt für|destinée?|diseñad[oa]"
            ),
            ("purpose",),
            first=True,
            most=0.25,
        ),
        Slot(
            named("Safety", "Sicherheit", "Sécurité", "Seguridad"),
            pattern(r"safety|warnings?|precautions|fire\b|emergency|sicherheit|sécurité|seguridad"),
            pattern(
                r"danger\b|warning\b|caution\b|death|injur|never\b|emergency|lock the|gefahr|warnung|vorsicht|niemals|danger|avertissement|attention|peligro|advertencia"
            ),
            ("risk",),
            first=True,
            most=0.35,
        ),
        Slot(
            named("Installation", "Montage", "Installation", "Instalación"),
            pattern(
                r"install|set.?up|first start|ground|supply|commission|montage|inbetriebnahme|aufstellung|mise en service|instalación|puesta en marcha"
            ),
            pattern(r"first start|warranty|install|garantie|inbetriebnahme|garantía"),
            (),
            most=0.25,
        ),
        Slot(
            named("Operation", "Betrieb", "Utilisation", "Funcionamiento"),
            pattern(
                r"operat|using|start|control|moving|betrieb|bedienung|utilisation|fonctionnement|funcionamiento|manejo"
            ),
            pattern(r"programmes?|press the|fill|start the|switch on|open the|betreib|drücken|appuy|pulse"),
            ("obligation",),
            first=True,
            most=0.35,
        ),
        Slot(
            named("Faults", "Störungen", "Pannes", "Averías"),
            pattern(r"faults?|troubleshoot|errors?|störung|fehler|pannes?|dépannage|averías|fallos"),
            pattern(r"fault|error|meaning:|remedy|störung|fehler|défaut|fallo"),
            (),
            most=0.2,
        ),
        Slot(
            named("Maintenance", "Wartung", "Entretien", "Mantenimiento"),
            pattern(r"mainten|service\b|cleaning|wartung|instandhaltung|reinigung|entretien|mantenimiento|limpieza"),
            pattern(
                r"grease|clean|replace|every \d+|yearly|daily|maintenance|schmier|reinig|wechseln|jährlich|nettoy|graiss|remplac|limpi|engras"
            ),
            ("obligation",),
            first=True,
            most=0.35,
        ),
        Slot(
            named("Technical data", "Technische Daten", "Données techniques", "Datos técnicos"),
            pattern(
                r"technical data|specification|dimensions|technische daten|caractéristiques|datos técnicos|especificaciones"
            ),
            None,
            ("figure",),
            most=0.25,
        ),
    ),
    pattern(
        r"(?:manual|instructions?|installation, operation|user guide|handbook|guide\b|betriebsanleitung|bedienungsanleitung|handbuch|mode d'emploi|notice|manuel|instrucciones)\b"
    ),
    pattern(
        r"(?:\d{1,4}(?:\.\d{0,4})? )?(?:safety|technical data|installation|operation|maintenance|faults|troubleshooting|intended use|spare parts|sicherheit|technische daten|wartung|betrieb|störungen|sécurité|entretien|seguridad|mantenimiento)"
    ),
    pattern(
        r"(?:danger|warning|caution|switch off|do not|must not|clean|operator|gefahr|warnung|vorsicht|attention|peligro)\b"
    ),
)

RECORD = Shape(
    "record",
    (
        Slot(
            named("Who", "Wer", "Qui", "Quién"),
            pattern(r"applicant|customer|bill to|personal|antragsteller|kunde|demandeur|client|solicitante|cliente"),
            pattern(
                r"(?:first )?names?\b|surname|applicant|customer|address|institution|dear\b|limited|ltd\b|gmbh|"
                r"name\b|vorname|anschrift|kunde|nom\b|prénom|adresse|nombre|apellidos?|dirección|VAT registration|"
                r"[A-Z]{1,2}\d{1,2} \d[A-Z]{2}|\d{5} [A-ZÄÖÜÉ]\w+"
            ),
            (),
            first=True,
            least=3,
            most=0.35,
        ),
        Slot(
            named("What for", "Worum es geht", "Objet", "Objeto"),
            pattern(r"description|subject|betreff|objet|asunto"),
            pattern(
                r"for the\b|as described|subject|number\b|your order|wanted|wished|application|invoice|order|betrifft|auftrag|rechnung|antrag|commande|facture|pedido|factura"
            ),
            ("purpose",),
            first=True,
            most=0.4,
        ),
        Slot(
            named("Amounts", "Beträge", "Montants", "Importes"),
            pattern(r"amounts?|fees|charges|betrag|montant|importe"),
            pattern(
                r"sum\b|net\b|total\b|VAT\b|discount|to pay|fee\b|amount|betrag|summe|mwst|montant|tva\b|importe|iva\b"
            ),
            ("money", "total"),
            first=True,
            most=0.35,
        ),
        Slot(
            named("Terms and dates", "Fristen und Bedingungen", "Conditions et dates", "Condiciones y fechas"),
            pattern(r"terms|conditions|payment|bedingungen|zahlung|paiement|pago"),
            pattern(
                r"payment within|within \d|due|not transferable|only\b|must|before \d|valid|permission|pending|zahlbar|binnen|fällig|gültig|payable|valable|avant|válid|vence"
            ),
            ("deadline", "limit", "obligation"),
            first=True,
            most=0.4,
        ),
        Slot(
            named("Remarks", "Bemerkungen", "Remarques", "Observaciones"),
            pattern(r"remarks|notes|comments|bemerk|remarques|observaciones"),
            pattern(r"was not|were not|not charged|therefore|please note|do not|nicht|n'a pas|no se"),
            (),
            most=0.35,
        ),
    ),
    pattern(
        r"(?:invoice|application|form\b|receipt|credit note|statement|order form|rechnung|antrag|formular|quittung|facture|formulaire|demande|factura|solicitud|formulario)"
    ),
    pattern(
        r"(?:invoice|application|for office use|for the \w+ use|applicant|declaration|rechnung|antrag|nur für|facture|demande|réservé|factura|solicitud)"
    ),
    pattern(
        r"(?:VAT|to pay|invoice|signature|date of birth|surname|account|please fill|rechnung|unterschrift|geburtsdatum|facture|signature|nom|factura|firma|fecha de nacimiento)\b"
    ),
)
