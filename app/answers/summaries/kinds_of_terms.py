"""Shapes of what people have agreed: contracts, rules, minutes, letters. Patterns in English, German, French and Spanish."""

from app.answers.summaries.shape import Shape, Slot, named, pattern

CONTRACT = Shape(
    "contract",
    (
        Slot(
            named("Parties", "Parteien", "Parties", "Partes"),
            pattern(r"parties\b|parteien|vertragsparteien|partes\b"),
            pattern(
                r"\((?:(?:the|hereinafter|nachfolgend|ci-après|en adelante)\b[^)]{0,20})?[\"“«„][^)]{2,40}\)|"
                r"(?:limited|ltd|plc|inc|llc|gmbh|sarl|s\.a\.|s\.l\.)\b.{0,80}\b(?:of|at|in|mit sitz|sis|con domicilio)\b"
            ),
            first=True,
            least=3,
            most=0.25,
        ),
        Slot(
            named("Subject", "Gegenstand", "Objet", "Objeto"),
            pattern(
                r"subject|letting|scope|services\b|premises|recitals|background|definitions|gegenstand|leistung|objet|objeto"
            ),
            pattern(
                r"premises:|lets?\b.{0,60}\bto the|permitted use|agrees? to (?:supply|provide|sell|deliver|let)|"
                r"(?:shall|will) (?:supply|provide|deliver)|gegenstand|vermietet|liefert|fournit|loue|suministra|arrienda|goods|services:"
            ),
            ("purpose",),
            first=True,
            most=0.25,
        ),
        Slot(
            named("Term", "Laufzeit", "Durée", "Duración"),
            pattern(r"(?:the )?term\b|duration|commencement|renewal|laufzeit|dauer|durée|duración|plazo"),
            pattern(
                r"term:|term of (?:\w+ ){1,3}years|(?:begin|commenc|start)\w* on|commencement date|renew|extend(?:s|ed)? (?:by|for|until)|"
                r"laufzeit|beginnt am|durée|duración|vigencia"
            ),
            (),
            first=True,
            most=0.2,
        ),
        Slot(
            named("Payment", "Zahlung", "Paiement", "Pago"),
            pattern(
                r"rent\b|review of the rent|prices?|payments?|fees|charges?|service charge|deposit|invoic|"
                r"preise?|zahlung|vergütung|miete|loyer|prix|paiement|precios?|pagos?|renta"
            ),
            pattern(
                r"rent\b|price|payable|deposit|instal|invoice|interest (?:rate|on)|miete|preis|kaution|zahlbar|loyer|prix|dépôt|renta|precio|fianza"
            ),
            ("money",),
            first=True,
            most=0.35,
        ),
        Slot(
            named("Obligations", "Pflichten", "Obligations", "Obligaciones"),
            pattern(
                r"repair|use\b|conduct|obligations?|duties|alterations?|dealings|promises|warrant|confidential|delivery|quality|"
                r"pflichten|gewährleistung|lieferung|obligations|livraison|obligaciones|entrega"
            ),
            None,
            ("obligation",),
            most=0.5,
        ),
        Slot(
            named(
                "Liability and insurance",
                "Haftung und Versicherung",
                "Responsabilité et assurance",
                "Responsabilidad y seguro",
            ),
            pattern(
                r"liabilit|insurance|indemnit|guarantee|haftung|versicherung|bürgschaft|responsabilit|assurance|responsabilidad|seguro|garantía"
            ),
            pattern(
                r"liab(?:le|ility)|insure[ds]?\b|insurance|indemnif|guarant(?:or|ee)|damages|penalt|"
                r"haft(?:et|ung)|versicher|schadensersatz|vertragsstrafe|responsab|assur(?:er|é|ance)|pénalit|indemniz|asegur|penaliz"
            ),
            most=0.3,
        ),
        Slot(
            named("Termination", "Beendigung", "Fin du contrat", "Terminación"),
            pattern(r"terminat|break\b|re-?entry|forfeit|expiry|kündigung|beendigung|résiliation|rescisión|resolución"),
            pattern(
                r"(?:may|can|right to) (?:\w+ ){0,3}(?:end|terminate|cancel|re-?enter)|break date|terminat|re-?ent(?:er|ry)|"
                r"kündig|rücktritt|résili|rescind|rescisión"
            ),
            first=True,
            most=0.25,
        ),
        Slot(
            named("Other terms", "Sonstiges", "Autres clauses", "Otras cláusulas"),
            pattern(r"notices|disputes|law\b|schedule|miscellaneous|general|schlussbestimmungen|divers|varios"),
            pattern(
                r"notices?\b.{0,40}\b(?:writing|post|e-?mail)|courts?\b|arbitrat|governed by|gerichtsstand|tribunal"
            ),
            ("deadline",),
            most=0.3,
        ),
    ),
    pattern(
        r"(?:lease|agreement|contract|deed|terms and conditions|licen[cs]e|memorandum of understanding|amendment|"
        r"\w*vertrag|vereinbarung|allgemeine geschäftsbedingungen|contrat|bail|avenant|convention|contrato|acuerdo|arrendamiento)\b"
    ),
    pattern(
        r"(?:\d+\.? )?(?:interpretation|definitions|parties|term|termination|liability|notices|disputes|governing law|schedule|"
        r"confidentiality|payment|indemnit|laufzeit|kündigung|haftung|gerichtsstand|résiliation|responsabilité|durée|"
        r"rescisión|responsabilidad|duración)"
    ),
    pattern(
        r"(?:hereinafter|landlord|tenant|supplier|customer|licensor|licensee|lessor|lessee|party|parties|clause|vertragspartner|mieter|vermieter|locataire|bailleur|arrendatario|arrendador)\b"
    ),
)

RULES = Shape(
    "rules",
    (
        Slot(
            named("Purpose and scope", "Zweck und Geltung", "Objet et portée", "Objeto y alcance"),
            pattern(
                r"who is meant|scope|purpose|name\b|introduction|definitions|words\b|zweck|geltung|name und|objet|portée|objeto|alcance"
            ),
            pattern(
                r"in force|registered on|in place of|hold for|apply to|applies to|zweck|hat seinen sitz|beschlossen am|gilt für|s'applique|entrée? en vigueur|se aplica|vigente"
            ),
            ("purpose",),
            first=True,
            most=0.25,
        ),
        Slot(
            named("Members and bodies", "Mitglieder und Organe", "Membres et organes", "Miembros y órganos"),
            pattern(
                r"members?|panel|board|committee|meetings?|mitglied|vorstand|versammlung|membres|conseil|assemblée|miembros|junta|asamblea"
            ),
            pattern(
                r"members?\b|elected|chosen|quorum|votes?\b|two thirds|mitglied|gewählt|stimme|vorstand|versammlung|élue?s?|voix|quorum|elegid|votos?"
            ),
            (),
            first=True,
            most=0.4,
        ),
        Slot(
            named("Money", "Geld", "Argent", "Dinero"),
            pattern(r"money|fees?|shares?|costs?|beiträge|beitrag|gebühr|cotisations|tarifs|cuotas|tarifas"),
            None,
            ("money", "share"),
            first=True,
            most=0.35,
        ),
        Slot(
            named("Duties and limits", "Pflichten und Grenzen", "Obligations et limites", "Obligaciones y límites"),
            pattern(r"duties|conduct|use\b|pflicht|ordnung|arbeit|obligations|interdictions|obligaciones"),
            None,
            ("obligation", "limit"),
            first=True,
            most=0.5,
        ),
        Slot(
            named("Deadlines", "Fristen", "Délais", "Plazos"),
            pattern(r"claims|deadlines|notice|fristen|délais|plazos"),
            pattern(
                r"within \w+ (?:days|weeks|months)|before the end of|after \w+ months|notice|binnen|bis zum|dans un délai|avant le|dentro de|antes del"
            ),
            ("deadline",),
            most=0.25,
        ),
        Slot(
            named("Exceptions and ending", "Ausnahmen und Ende", "Exceptions et fin", "Excepciones y fin"),
            pattern(
                r"exceptions?|ending|dissolution|auflösung|ausnahmen|exceptions|dissolution|excepciones|disolución"
            ),
            pattern(
                r"exceptions?\b|exempt|ends?\b the|dissol|expel|auflösung|ausnahme|befreit|ausschlie|dissolution|exclu|disolución"
            ),
            (),
            most=0.25,
        ),
    ),
    pattern(
        r"(?:rules|statutes?|by-?laws|articles of association|constitution|policy|code of conduct|regulations|satzung|ordnung|richtlinie|geschäftsordnung|statuts|règlement|estatutos|reglamento|política)\b"
    ),
    pattern(
        r"(?:§ ?\d|part [a-z]\b|art(?:icle|\.) \d|scope|members|exceptions|claims|mitglieder|beiträge|vorstand|auflösung|membres|cotisations|socios)"
    ),
    pattern(
        r"(?:may not|must|members? may|at most|at least|is allowed|darf|muss|mitglieder|verboten|membres|interdit|socios|prohibido)\b"
    ),
)

MINUTES = Shape(
    "minutes",
    (
        Slot(
            named("Present", "Anwesend", "Présents", "Asistentes"),
            pattern(r"attendance|present\b|anwesen|présent|asistent"),
            pattern(r"(?:also )?present:|anwesend(?:e|\s?:)|présents?\s?:|asistentes\s?:"),
            first=True,
            most=0.2,
        ),
        Slot(
            named("Decisions", "Beschlüsse", "Décisions", "Acuerdos"),
            pattern(r"decisions?|resolutions?|beschl(?:uss|üsse)|décisions|acuerdos"),
            pattern(
                r"(?:resolved|agreed|decided|approved|adopted|rejected|accepted|carried|deferred)\b|was set at|put off|"
                r"(?:was|were) (?:not )?upheld|beschloss|beschlossen|genehmigt|abgelehnt|vertagt|"
                r"décid|adopt|approuv|rejet|acord|aprob|rechaz"
            ),
            ("decision",),
            first=True,
            least=2,
            most=0.5,
        ),
        Slot(
            named("Actions", "Aufgaben", "Actions", "Tareas"),
            pattern(r"actions?\b|follow.?up|to do|aufgaben|maßnahmen|suivi|tareas|seguimiento"),
            pattern(
                r"(?:who|owner|by|responsible|wer|bis|qui|responsable): |action:|will (?:write|ask|send|prepare|report|arrange|check|obtain|contact)|"
                r"(?:was|were) asked to|to be (?:done|put|asked|decided|made)|erledigt bis|zuständig|se charge|se encarga"
            ),
            first=True,
            most=0.35,
        ),
        Slot(
            named("Reports and discussion", "Berichte und Aussprache", "Rapports et débats", "Informes y debate"),
            pattern(r"report|matters|discussion|complaints|bericht|rapport|débat|informe|debate"),
            pattern(r"reported|presented|said that|noted|warned|pointed out|stood at|berichtete|rapporte|informó"),
            ("money", "change", "risk"),
            most=0.5,
        ),
        Slot(
            named("Next", "Weiteres Vorgehen", "Suite", "Próximos pasos"),
            pattern(r"next meeting|preparation|nächste|prochaine|próxima"),
            pattern(
                r"next meeting|general meeting\b.{0,30}\bon\b|the meeting is on|nächste sitzung|prochaine (?:séance|réunion)|próxima (?:reunión|sesión)|closes on|ends on"
            ),
            ("outlook", "deadline"),
            first=True,
            most=0.25,
        ),
    ),
    pattern(r"(?:minutes|protokoll|niederschrift|procès-verbal|compte rendu|acta)\b"),
    pattern(
        r"(?:\d+\.? )?(?:apologies|matters arising|any other business|minutes|actions|verschiedenes|divers|ruegos)"
    ),
    pattern(
        r"(?:present|apologies|in attendance|resolved|agreed|voted|chair|beschlossen|anwesend|présents|asistentes|abstention)\b"
    ),
)

LETTER = Shape(
    "letter",
    (
        Slot(
            named("From and to", "Von und an", "De et à", "De y para"),
            None,
            pattern(
                r"dear\b|yours|regards|sincerely|sehr geehrte|mit freundlichen|madame|monsieur|cordialement|estimad[oa]|atentamente"
            ),
            first=True,
            most=0.25,
        ),
        Slot(
            named("What it says", "Inhalt", "Contenu", "Contenido"),
            pattern(r"re:|subject|betreff|objet|asunto"),
            pattern(r"(?:i|we) (?:am|are|write|have|wish|regret|would)|wir|ich|nous|je\b|nos\b"),
            ("decision", "change", "money"),
            first=True,
        ),
        Slot(
            named("Asked for, and by when", "Erbeten und bis wann", "Demandes et délais", "Peticiones y plazos"),
            None,
            pattern(r"please|we ask|would you|by \d|no later|bitte|bis zum|veuillez|prière|avant le|rogamos|antes del"),
            ("deadline", "obligation"),
            first=True,
        ),
    ),
    pattern(r"(?:letter|brief\b|schreiben|lettre|carta)\b"),
    pattern(r"(?:dear |re: |sehr geehrte|madame|monsieur|estimad)"),
    pattern(
        r"(?:dear (?:sir|madam|mr|ms|mrs|dr)|yours (?:sincerely|faithfully)|kind regards|sehr geehrte|freundlichen grüßen|salutations|atentamente)\b"
    ),
)
