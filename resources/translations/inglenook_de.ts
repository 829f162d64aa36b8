<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Outline</source>
        <translation>Gliederung</translation>
    </message>
    <message>
        <source>Go to page</source>
        <translation>Gehe zu Seite</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Vorherige Seite</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>An Breite anpassen</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>Ganze Seite</translation>
    </message>
    <message>
        <source>Find in this document</source>
        <translation>In diesem Dokument suchen</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>Vorheriger Treffer</translation>
    </message>
    <message>
        <source>Back to where you were</source>
        <translation>Zurück zur letzten Stelle</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>Wieder vor</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Select this page</source>
        <translation>Diese Seite auswählen</translation>
    </message>
</context>
<context>
    <name>AddDialog</name>
    <message>
        <source>Set up a cloud model</source>
        <translation>Cloud-Modell einrichten</translation>
    </message>
    <message>
        <source>Another address (OpenAI-compatible)</source>
        <translation>Eine andere Adresse (OpenAI-kompatibel)</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>What you call it</source>
        <translation>Wie Sie es nennen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Adding it sends nothing and makes no connection. The key goes into this system’s keyring, and is never shown again.</source>
        <translation>Beim Hinzufügen wird nichts gesendet und keine Verbindung hergestellt. Der Schlüssel kommt in den Schlüsselbund dieses Systems und wird nie wieder angezeigt.</translation>
    </message>
    <message>
        <source>Can be entered later</source>
        <translation>Kann später eingegeben werden</translation>
    </message>
    <message>
        <source>Empty if none is needed</source>
        <translation>Leer, wenn keiner nötig ist</translation>
    </message>
</context>
<context>
    <name>AddStep</name>
    <message>
        <source>Your documents</source>
        <translation>Ihre Dokumente</translation>
    </message>
    <message>
        <source>Add the PDFs that you want to ask about. They stay where they are, and nothing in them is changed.</source>
        <translation>Fügen Sie die PDFs hinzu, zu denen Sie Fragen haben. Sie bleiben, wo sie sind, und nichts darin wird geändert.</translation>
    </message>
    <message>
        <source>Drop PDFs or a folder here, or choose them:</source>
        <translation>Ziehen Sie PDFs oder einen Ordner hierher, oder wählen Sie sie aus:</translation>
    </message>
    <message>
        <source>Add PDFs…</source>
        <translation>PDFs hinzufügen…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>An annual report of a made-up library, six pages</source>
        <translation>Der Jahresbericht einer erfundenen Bücherei, sechs Seiten</translation>
    </message>
    <message>
        <source>Being read. You can go on meanwhile.</source>
        <translation>Wird eingelesen. Sie können inzwischen weitermachen.</translation>
    </message>
</context>
<context>
    <name>AheadChoice</name>
    <message>
        <source>Read ahead while I type</source>
        <translation>Vorauslesen, während ich tippe</translation>
    </message>
    <message>
        <source>The model reads the likeliest page while you are typing, so that the answer begins sooner. Nothing of what you type is kept. On battery it waits for your question.</source>
        <translation>Das Modell liest schon beim Tippen die wahrscheinlichste Seite, damit die Antwort früher beginnt. Nichts von dem, was Sie tippen, wird aufbewahrt. Im Akkubetrieb wartet es auf die Frage.</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
</context>
<context>
    <name>Answering</name>
    <message>
        <source>Waiting until the model is free…</source>
        <translation>Wartet, bis das Modell frei ist…</translation>
    </message>
    <message>
        <source>Sending to {name}…</source>
        <translation>Wird an {name} gesendet…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Wird gesucht…</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>{stage}: {share}</source>
        <translation>{stage}: {share}</translation>
    </message>
    <message>
        <source>{stage}, about {time} left</source>
        <translation>{stage}, noch etwa {time}</translation>
    </message>
    <message>
        <source>Step {number} of {count} · {doing}</source>
        <translation>Schritt {number} von {count} · {doing}</translation>
    </message>
    <message>
        <source>{done} of {count} steps are looked up.</source>
        <translation>{done} von {count} Schritten sind nachgeschlagen.</translation>
    </message>
    <message>
        <source>{done} of {count} statements checked; the others are neither cited nor marked.</source>
        <translation>{done} von {count} Aussagen geprüft; die übrigen sind weder belegt noch markiert.</translation>
    </message>
    <message>
        <source>Nothing in the documents was found for it</source>
        <translation>Dazu fand sich nichts in den Dokumenten</translation>
    </message>
    <message numerus="yes">
        <source>Supported in part, by %n passage(s)</source>
        <translation>
            <numerusform>Teilweise gestützt auf %n Textstelle</numerusform>
            <numerusform>Teilweise gestützt auf %n Textstellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Supported by %n passage(s)</source>
        <translation>
            <numerusform>Gestützt auf %n Textstelle</numerusform>
            <numerusform>Gestützt auf %n Textstellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read all %n page(s)</source>
        <translation>
            <numerusform>%n Seite vollständig gelesen</numerusform>
            <numerusform>Alle %n Seiten gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Answered from {read} of {pages} pages</source>
        <translation>Beantwortet aus {read} von {pages} Seiten</translation>
    </message>
    <message>
        <source>A larger model may do better: {reason}.</source>
        <translation>Ein größeres Modell kann es vielleicht besser: {reason}.</translation>
    </message>
    <message>
        <source>The question asks for all of it; {read} of {pages} pages were read.</source>
        <translation>Die Frage gilt dem Ganzen; gelesen wurden {read} von {pages} Seiten.</translation>
    </message>
    <message numerus="yes">
        <source>Searched %n page(s)</source>
        <translation>
            <numerusform>Durchsucht: %n Seite</numerusform>
            <numerusform>Durchsucht: %n Seiten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n documents</source>
        <translation>
            <numerusform>aus %n Dokument</numerusform>
            <numerusform>aus %n Dokumenten</numerusform>
        </translation>
    </message>
    <message>
        <source>By words and by meaning</source>
        <translation>Nach Wörtern und nach Bedeutung</translation>
    </message>
    <message>
        <source>By words only: not yet prepared for search by meaning</source>
        <translation>Nur nach Wörtern: Die Bedeutungssuche ist noch nicht vorbereitet</translation>
    </message>
    <message>
        <source>By words; {count} of {pages} pages are prepared for search by meaning so far</source>
        <translation>Nach Wörtern; für die Bedeutungssuche sind bisher {count} von {pages} Seiten vorbereitet</translation>
    </message>
    <message>
        <source>The document does not say</source>
        <translation>Das Dokument sagt dazu nichts</translation>
    </message>
    <message>
        <source>The documents do not say</source>
        <translation>Die Dokumente sagen dazu nichts</translation>
    </message>
    <message>
        <source>Nothing near it mentions {words}.</source>
        <translation>Nichts in der Nähe erwähnt {words}.</translation>
    </message>
    <message>
        <source>Marked on the pages: strongly what is cited, faintly what was read for the answer.</source>
        <translation>Auf den Seiten markiert: kräftig, was zitiert wird, blass, was für die Antwort gelesen wurde.</translation>
    </message>
    <message>
        <source>Not supported by the documents: {parts}</source>
        <translation>Durch die Dokumente nicht belegt: {parts}</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>The nearest, which is not an answer</source>
        <translation>Am nächsten kommt dies, doch es ist keine Antwort</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>Appearance and language</source>
        <translation>Darstellung und Sprache</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>{size} %</source>
        <translation>{size} %</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The language changes when Inglenook is started again.</source>
        <translation>Die Sprache ändert sich, wenn Inglenook neu gestartet wird.</translation>
    </message>
</context>
<context>
    <name>AskStep</name>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Ask in your own words. Each statement of an answer shows where it stands: click it, and the page opens with the passage marked. If your documents do not say, Inglenook says so.</source>
        <translation>Fragen Sie in Ihren eigenen Worten. Zu jeder Aussage einer Antwort sehen Sie, wo sie steht: Ein Klick öffnet die Seite, und die Stelle ist markiert. Wenn Ihre Dokumente nichts dazu sagen, sagt Inglenook das.</translation>
    </message>
    <message>
        <source>For example:</source>
        <translation>Zum Beispiel:</translation>
    </message>
    <message>
        <source>How many people does the network employ?</source>
        <translation>Wie viele Menschen beschäftigt der Verbund?</translation>
    </message>
    <message>
        <source>What is this document about?</source>
        <translation>Worum geht es in diesem Dokument?</translation>
    </message>
    <message>
        <source>Ask this question</source>
        <translation>Diese Frage stellen</translation>
    </message>
</context>
<context>
    <name>AskingElsewhere</name>
    <message>
        <source>Summarise {file}</source>
        <translation>{file} zusammenfassen</translation>
    </message>
</context>
<context>
    <name>Badge</name>
    <message>
        <source>SHA-256 of what was sent: {digest}</source>
        <translation>SHA-256 des Gesendeten: {digest}</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>Zusammenfassen</translation>
    </message>
    <message>
        <source>/ {pages} ({label})</source>
        <translation>/ {pages} ({label})</translation>
    </message>
    <message>
        <source>/ {pages}</source>
        <translation>/ {pages}</translation>
    </message>
    <message>
        <source>{place} · scan</source>
        <translation>{place} · Scan</translation>
    </message>
    <message>
        <source>{place} · hidden words</source>
        <translation>{place} · verborgene Wörter</translation>
    </message>
    <message>
        <source>Its words were read from a picture and may be wrong.</source>
        <translation>Die Wörter dieser Seite wurden aus einem Bild gelesen und können falsch sein.</translation>
    </message>
    <message>
        <source>The page has words that cannot be seen. Answers leave them out.</source>
        <translation>Die Seite hat Wörter, die man nicht sehen kann. Antworten lassen sie aus.</translation>
    </message>
    <message>
        <source>Zoom: fit width</source>
        <translation>Zoom: an Breite angepasst</translation>
    </message>
    <message>
        <source>Zoom: fit page</source>
        <translation>Zoom: ganze Seite</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>What to summarise</source>
        <translation>Was zusammengefasst wird</translation>
    </message>
    <message>
        <source>Pages to summarise</source>
        <translation>Seiten, die zusammengefasst werden</translation>
    </message>
    <message>
        <source>3-7</source>
        <translation>3-7</translation>
    </message>
    <message numerus="yes">
        <source>Write a range such as 3-7; the document has %n page(s).</source>
        <translation>
            <numerusform>Geben Sie einen Bereich wie 3-7 an; das Dokument hat %n Seite.</numerusform>
            <numerusform>Geben Sie einen Bereich wie 3-7 an; das Dokument hat %n Seiten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Whole document</source>
        <translation>Ganzes Dokument</translation>
    </message>
    <message>
        <source>Pages…</source>
        <translation>Seiten…</translation>
    </message>
</context>
<context>
    <name>Chooser</name>
    <message>
        <source>Add PDFs</source>
        <translation>PDFs hinzufügen</translation>
    </message>
    <message>
        <source>PDF files (*.pdf *.PDF)</source>
        <translation>PDF-Dateien (*.pdf *.PDF)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
</context>
<context>
    <name>CloudPage</name>
    <message>
        <source>Cloud</source>
        <translation>Cloud</translation>
    </message>
    <message>
        <source>Models elsewhere</source>
        <translation>Modelle anderswo</translation>
    </message>
    <message>
        <source>A hard question can be sent to a large model of a provider, or of your own company. Nothing is ever sent by itself: you read the exact text first, and send it once.</source>
        <translation>Eine schwierige Frage kann an ein großes Modell eines Anbieters oder Ihrer eigenen Firma gesendet werden. Nichts wird je von selbst gesendet: Sie lesen zuerst den genauen Text und senden ihn einmal.</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>Modell hinzufügen…</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>Words that are always masked</source>
        <translation>Wörter, die immer maskiert werden</translation>
    </message>
    <message>
        <source>Names, numbers and addresses are masked before anything leaves, as far as they are found. Add what only you know: customers, projects, places.</source>
        <translation>Namen, Nummern und Adressen werden maskiert, bevor etwas hinausgeht, soweit sie gefunden werden. Fügen Sie hinzu, was nur Sie wissen: Kunden, Projekte, Orte.</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>{name} entfernen?</translation>
    </message>
    <message>
        <source>Its key is forgotten, too. What was sent and what came back stay in your log.</source>
        <translation>Auch sein Schlüssel wird vergessen. Was gesendet wurde und was zurückkam, bleibt in Ihrem Protokoll.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Locked: {reason}.</source>
        <translation>Gesperrt: {reason}.</translation>
    </message>
    <message>
        <source>it did not take the key</source>
        <translation>er hat den Schlüssel nicht angenommen</translation>
    </message>
    <message>
        <source>The keyring cannot be used ({reason}). The key is kept in memory and gone when the window closes.</source>
        <translation>Der Schlüsselbund ist nicht nutzbar ({reason}). Der Schlüssel bleibt im Arbeitsspeicher und ist weg, wenn das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>A key is kept in this system’s keyring ({keyring}).</source>
        <translation>Ein Schlüssel liegt im Schlüsselbund dieses Systems ({keyring}).</translation>
    </message>
    <message>
        <source>The keyring cannot be used ({reason}): a key is kept until the window closes.</source>
        <translation>Der Schlüsselbund ist nicht nutzbar ({reason}): Ein Schlüssel bleibt, bis das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>No key yet.</source>
        <translation>Noch kein Schlüssel.</translation>
    </message>
    <message>
        <source>No key.</source>
        <translation>Kein Schlüssel.</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Show earlier questions</source>
        <translation>Frühere Fragen zeigen</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Add PDFs…</source>
        <translation>PDFs hinzufügen…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Neue Sammlung…</translation>
    </message>
    <message>
        <source>Continue all that is stopped</source>
        <translation>Alles Angehaltene fortsetzen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu einlesen</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>Rename collection…</source>
        <translation>Sammlung umbenennen…</translation>
    </message>
    <message>
        <source>Delete collection…</source>
        <translation>Sammlung löschen…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Properties…</source>
        <translation>Eigenschaften…</translation>
    </message>
    <message>
        <source>Read scanned pages</source>
        <translation>Gescannte Seiten lesen</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>Sammlungen</translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message>
        <source>Name of the conversation</source>
        <translation>Name der Unterhaltung</translation>
    </message>
</context>
<context>
    <name>ConversationPanel</name>
    <message>
        <source>Stop answering</source>
        <translation>Antwort anhalten</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Copy the answer with its sources</source>
        <translation>Antwort mit Quellen kopieren</translation>
    </message>
    <message>
        <source>New conversation ({key})</source>
        <translation>Neue Unterhaltung ({key})</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
    <message>
        <source>Nothing was sent: another answer is being written. Send it when that is done.</source>
        <translation>Es wurde nichts gesendet: Gerade wird eine andere Antwort geschrieben. Senden Sie es danach.</translation>
    </message>
</context>
<context>
    <name>Conversations</name>
    <message>
        <source>{when} · {questions}</source>
        <translation>{when} · {questions}</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n Frage</numerusform>
            <numerusform>%n Fragen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CrashBar</name>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Kopie sichern…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Keep the report and close</source>
        <translation>Bericht behalten und schließen</translation>
    </message>
    <message>
        <source>A copy was saved as ‘{file}’.</source>
        <translation>Eine Kopie wurde als „{file}“ gesichert.</translation>
    </message>
    <message>
        <source>{part} failed ({when}). A report was kept on this machine and sent to nobody.</source>
        <translation>{part}: Es gab einen Fehler ({when}). Ein Bericht liegt auf diesem Gerät; gesendet wurde er niemandem.</translation>
    </message>
    <message>
        <source>{part} failed ({when}), and something before. Reports were kept on this machine and sent to nobody.</source>
        <translation>{part}: Es gab einen Fehler ({when}), und davor einen anderen. Berichte liegen auf diesem Gerät; gesendet wurden sie niemandem.</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Kopie sichern</translation>
    </message>
    <message>
        <source>Inglenook</source>
        <translation>Inglenook</translation>
    </message>
    <message>
        <source>Reading a document</source>
        <translation>Lesen eines Dokuments</translation>
    </message>
    <message>
        <source>Showing a document</source>
        <translation>Anzeigen eines Dokuments</translation>
    </message>
    <message>
        <source>Writing a PDF</source>
        <translation>Schreiben eines PDFs</translation>
    </message>
    <message>
        <source>Reading a scan</source>
        <translation>Lesen eines Scans</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>Das Modell</translation>
    </message>
    <message>
        <source>The connection to the network</source>
        <translation>Die Verbindung zum Netz</translation>
    </message>
    <message>
        <source>A command</source>
        <translation>Ein Befehl</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>New collection</source>
        <translation>Neue Sammlung</translation>
    </message>
    <message>
        <source>Rename collection</source>
        <translation>Sammlung umbenennen</translation>
    </message>
    <message>
        <source>Delete collection</source>
        <translation>Sammlung löschen</translation>
    </message>
    <message>
        <source>Delete the collection “{name}”?</source>
        <translation>Die Sammlung „{name}“ löschen?</translation>
    </message>
    <message>
        <source>Its documents stay in the library.</source>
        <translation>Ihre Dokumente bleiben in der Bibliothek.</translation>
    </message>
</context>
<context>
    <name>DeleteDialog</name>
    <message>
        <source>Delete everything</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>I know that this cannot be undone</source>
        <translation>Mir ist klar, dass sich das nicht rückgängig machen lässt</translation>
    </message>
    <message>
        <source>Delete the models, too ({size})</source>
        <translation>Auch die Modelle löschen ({size})</translation>
    </message>
    <message>
        <source>Delete everything that Inglenook keeps?</source>
        <translation>Alles löschen, was Inglenook aufbewahrt?</translation>
    </message>
    <message>
        <source>All documents leave the library, with their text and index. All conversations, summaries, reports and settings are deleted. Your PDFs stay where they are.</source>
        <translation>Alle Dokumente verlassen die Bibliothek, mit Text und Index. Alle Unterhaltungen, Zusammenfassungen, Berichte und Einstellungen werden gelöscht. Ihre PDFs bleiben, wo sie sind.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsPage</name>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>This machine and this library</source>
        <translation>Dieser Rechner und diese Bibliothek</translation>
    </message>
    <message>
        <source>Nothing here comes from your documents, so you can pass it on when you ask for help.</source>
        <translation>Nichts davon stammt aus Ihren Dokumenten. Sie können es also weitergeben, wenn Sie um Hilfe bitten.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>Everything is as it should be.</source>
        <translation>Alles ist, wie es sein soll.</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) need your attention.</source>
        <translation>
            <numerusform>%n Punkt braucht Ihre Aufmerksamkeit.</numerusform>
            <numerusform>%n Punkte brauchen Ihre Aufmerksamkeit.</numerusform>
        </translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>In Ordnung</translation>
    </message>
</context>
<context>
    <name>EditDialog</name>
    <message>
        <source>Change {name}</source>
        <translation>{name} ändern</translation>
    </message>
    <message>
        <source>Can be entered later</source>
        <translation>Kann später eingegeben werden</translation>
    </message>
    <message>
        <source>This is another server. The key was given for {host} only and is forgotten: enter the one for here.</source>
        <translation>Das ist ein anderer Server. Der Schlüssel war nur für {host} gedacht und wird vergessen: Geben Sie den für diesen ein.</translation>
    </message>
    <message>
        <source>Changing it sends nothing and makes no connection.</source>
        <translation>Beim Ändern wird nichts gesendet und keine Verbindung hergestellt.</translation>
    </message>
    <message>
        <source>What you call it</source>
        <translation>Wie Sie es nennen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Enter what you call it.</source>
        <translation>Geben Sie ein, wie Sie es nennen.</translation>
    </message>
    <message>
        <source>Another one is called so: choose another name.</source>
        <translation>So heißt schon ein anderes: Wählen Sie einen anderen Namen.</translation>
    </message>
</context>
<context>
    <name>FiguresPage</name>
    <message>
        <source>Figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Your figures</source>
        <translation>Ihre Zahlen</translation>
    </message>
    <message>
        <source>Reckoned from your kept conversations. They are kept here and told to nobody.</source>
        <translation>Aus Ihren behaltenen Unterhaltungen errechnet. Sie bleiben hier und werden niemandem mitgeteilt.</translation>
    </message>
    <message>
        <source>Questions a week</source>
        <translation>Fragen je Woche</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>Answers that you rated</source>
        <translation>Antworten, die Sie bewertet haben</translation>
    </message>
    <message>
        <source>Until the first word, median of the week</source>
        <translation>Bis zum ersten Wort, Median der Woche</translation>
    </message>
    <message>
        <source>Tokens, read and written</source>
        <translation>Token, gelesen und geschrieben</translation>
    </message>
    <message>
        <source>here</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>anderswo</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Anderswo</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Answered from the documents</source>
        <translation>Aus den Dokumenten beantwortet</translation>
    </message>
    <message>
        <source>Rated good</source>
        <translation>Als gut bewertet</translation>
    </message>
    <message>
        <source>Rated bad</source>
        <translation>Als schlecht bewertet</translation>
    </message>
    <message>
        <source>First word, median</source>
        <translation>Erstes Wort, Median</translation>
    </message>
    <message>
        <source>Tokens read</source>
        <translation>Token gelesen</translation>
    </message>
    <message>
        <source>Tokens written</source>
        <translation>Token geschrieben</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Nothing has been asked yet.</source>
        <translation>Noch wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>The answers from here would have cost {amount} with {model}.</source>
        <translation>Die Antworten von hier hätten mit {model} {amount} gekostet.</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this document</source>
        <translation>In diesem Dokument suchen</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>Vorheriger Treffer (Umschalt+F3)</translation>
    </message>
    <message>
        <source>Next hit (F3)</source>
        <translation>Nächster Treffer (F3)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht…</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number} von {all}</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Skip the introduction</source>
        <translation>Einführung überspringen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>Schritt {number} von {count}</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Loslegen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>Without a title</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>Hide {section}</source>
        <translation>{section} ausblenden</translation>
    </message>
    <message>
        <source>Show {section}</source>
        <translation>{section} zeigen</translation>
    </message>
    <message>
        <source>Hide the points</source>
        <translation>Punkte ausblenden</translation>
    </message>
    <message>
        <source>Show the points</source>
        <translation>Punkte zeigen</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Copy the path {path}</source>
        <translation>Pfad {path} kopieren</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Open {path} in the file manager</source>
        <translation>{path} im Dateimanager öffnen</translation>
    </message>
    <message>
        <source>Open in the file manager</source>
        <translation>Im Dateimanager öffnen</translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>To keep it elsewhere, close Inglenook, move this folder, and start Inglenook with the option --data-dir and the new place.</source>
        <translation>Soll sie woanders liegen, schließen Sie Inglenook, verschieben Sie diesen Ordner und starten Sie Inglenook mit der Option --data-dir und dem neuen Ort.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>To keep them elsewhere, close Inglenook, move this folder, and set INGLENOOK_MODELS_DIR to the new place.</source>
        <translation>Sollen sie woanders liegen, schließen Sie Inglenook, verschieben Sie diesen Ordner und setzen Sie INGLENOOK_MODELS_DIR auf den neuen Ort.</translation>
    </message>
    <message>
        <source>Folders of your documents</source>
        <translation>Ordner Ihrer Dokumente</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n Dokument</numerusform>
            <numerusform>%n Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>No documents yet.</source>
        <translation>Noch keine Dokumente.</translation>
    </message>
    <message>
        <source>Documents stay where they are; Inglenook reads them there and never changes them.</source>
        <translation>Dokumente bleiben, wo sie sind; Inglenook liest sie dort und ändert sie nie.</translation>
    </message>
    <message>
        <source>The first {count} folders:</source>
        <translation>Die ersten {count} Ordner:</translation>
    </message>
</context>
<context>
    <name>GpuChoice</name>
    <message>
        <source>Use the graphics card (GPU) where there is one</source>
        <translation>Grafikkarte (GPU) benutzen, wo es eine gibt</translation>
    </message>
    <message>
        <source>Without it the model runs on the processor. The status bar and the diagnostics say which is used, and why.</source>
        <translation>Ohne sie läuft das Modell auf dem Prozessor. Was benutzt wird und warum, sagen Statusleiste und Diagnose.</translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>Mask selection</source>
        <translation>Auswahl maskieren</translation>
    </message>
    <message>
        <source>Hide the selected words (Ctrl+M)</source>
        <translation>Die ausgewählten Wörter verbergen (Strg+M)</translation>
    </message>
    <message>
        <source>Stays here: the model has no room for it.</source>
        <translation>Bleibt hier: Das Modell hat dafür keinen Platz.</translation>
    </message>
    <message>
        <source>Stays here: {text}</source>
        <translation>Bleibt hier: {text}</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Add PDFs…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Add PDFs ({keys})</source>
        <translation>PDFs hinzufügen ({keys})</translation>
    </message>
    <message>
        <source>More to do in the library</source>
        <translation>Mehr Befehle für die Bibliothek</translation>
    </message>
    <message>
        <source>Filter documents</source>
        <translation>Dokumente filtern</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Filter by name, title or collection ({keys})</source>
        <translation>Nach Name, Titel oder Sammlung filtern ({keys})</translation>
    </message>
</context>
<context>
    <name>Hint</name>
    <message>
        <source>Drop to add to your library</source>
        <translation>Ablegen, um es der Bibliothek hinzuzufügen</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Conversations</source>
        <translation>Unterhaltungen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Markdown…</source>
        <translation>Markdown…</translation>
    </message>
    <message>
        <source>Word…</source>
        <translation>Word…</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Search in conversations</source>
        <translation>Im Verlauf suchen</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
    <message>
        <source>Questions and answers are kept here, on this machine only, to be read again and gone on with.</source>
        <translation>Fragen und Antworten werden hier aufbewahrt, nur auf diesem Rechner. Sie können sie nachlesen und fortsetzen.</translation>
    </message>
    <message>
        <source>No conversations yet</source>
        <translation>Noch keine Unterhaltungen</translation>
    </message>
    <message>
        <source>No conversation has these words.</source>
        <translation>Keine Unterhaltung enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>Unterhaltung exportieren</translation>
    </message>
    <message>
        <source>Rename the conversation (F2)</source>
        <translation>Unterhaltung umbenennen (F2)</translation>
    </message>
    <message>
        <source>Delete the conversation (Del)</source>
        <translation>Unterhaltung löschen (Entf)</translation>
    </message>
    <message>
        <source>Delete conversation</source>
        <translation>Unterhaltung löschen</translation>
    </message>
    <message>
        <source>Delete “{title}”?</source>
        <translation>„{title}“ löschen?</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>Written to {file}.</source>
        <translation>Gespeichert als {file}.</translation>
    </message>
</context>
<context>
    <name>KeptBar</name>
    <message>
        <source>Kept summaries of this document</source>
        <translation>Aufbewahrte Zusammenfassungen dieses Dokuments</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Delete this summary…</source>
        <translation>Diese Zusammenfassung löschen…</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Key of {name}</source>
        <translation>Schlüssel für {name}</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>No documents yet</source>
        <translation>Noch keine Dokumente</translation>
    </message>
    <message>
        <source>Drop PDFs or a folder anywhere in this window.</source>
        <translation>Ziehen Sie PDFs oder einen Ordner irgendwohin in dieses Fenster.</translation>
    </message>
    <message>
        <source>Add PDFs…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>No document matches</source>
        <translation>Kein Dokument passt</translation>
    </message>
    <message>
        <source>The filter looks at names, titles and collections.</source>
        <translation>Der Filter sucht in Namen, Titeln und Sammlungen.</translation>
    </message>
</context>
<context>
    <name>MaskList</name>
    <message>
        <source>What is masked</source>
        <translation>Was maskiert ist</translation>
    </message>
</context>
<context>
    <name>MemoryChoice</name>
    <message>
        <source>Give memory back</source>
        <translation>Speicher zurückgeben</translation>
    </message>
    <message>
        <source>Keep the model in memory</source>
        <translation>Das Modell im Speicher behalten</translation>
    </message>
    <message>
        <source>After {minutes} minutes without a question</source>
        <translation>Nach {minutes} Minuten ohne Frage</translation>
    </message>
    <message>
        <source>Unload now</source>
        <translation>Jetzt entladen</translation>
    </message>
    <message>
        <source>The next question loads the model again. When this computer runs short of memory, a model that rests goes earlier.</source>
        <translation>Die nächste Frage lädt das Modell wieder. Wird der Speicher dieses Rechners knapp, geht ein ruhendes Modell früher.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Add PDFs…</source>
        <translation>PDFs hinzufügen…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Export conversation</source>
        <translation>Unterhaltung exportieren</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>&amp;Conversation</source>
        <translation>&amp;Unterhaltung</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Unload the model</source>
        <translation>Modell entladen</translation>
    </message>
    <message>
        <source>Set up a cloud model…</source>
        <translation>Cloud-Modell einrichten…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>Tastenkürzel…</translation>
    </message>
    <message>
        <source>Diagnostics…</source>
        <translation>Diagnose…</translation>
    </message>
    <message>
        <source>What is stored where…</source>
        <translation>Was wo gespeichert ist…</translation>
    </message>
    <message>
        <source>About Inglenook</source>
        <translation>Über Inglenook</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Inglenook {version}</source>
        <translation>Inglenook {version}</translation>
    </message>
    <message>
        <source>Summarises your PDFs and answers questions about them with a language model on this machine.

Free software under the GNU Affero General Public License, version 3 or later.</source>
        <translation>Fasst Ihre PDFs zusammen und beantwortet Fragen dazu, mit einem Sprachmodell auf diesem Rechner.

Freie Software unter der GNU Affero General Public License, Version 3 oder neuer.</translation>
    </message>
</context>
<context>
    <name>ModelPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Downloads are not allowed on this machine. Choose a file that you have.</source>
        <translation>Downloads sind auf diesem Rechner nicht erlaubt. Wählen Sie eine Datei, die Sie schon haben.</translation>
    </message>
    <message>
        <source>Answers and summaries</source>
        <translation>Antworten und Zusammenfassungen</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Bedeutungssuche</translation>
    </message>
    <message>
        <source>Adapters for a field of work</source>
        <translation>Adapter für ein Fachgebiet</translation>
    </message>
    <message>
        <source>A LoRA adapter, a GGUF file too, changes how the model in use answers. Choose its file below.</source>
        <translation>Ein LoRA-Adapter, ebenfalls eine GGUF-Datei, ändert, wie das benutzte Modell antwortet. Wählen Sie unten seine Datei.</translation>
    </message>
    <message>
        <source>Scanned pages</source>
        <translation>Gescannte Seiten</translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation>Wo das Modell läuft</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Take a model that you have as a GGUF file. It is copied.</source>
        <translation>Ein Modell nehmen, das Sie als GGUF-Datei haben. Es wird kopiert.</translation>
    </message>
    <message>
        <source>Check all files</source>
        <translation>Alle Dateien prüfen</translation>
    </message>
    <message>
        <source>Read every model and compare it with its checksum</source>
        <translation>Jedes Modell lesen und mit seiner Prüfsumme vergleichen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Copying {file}</source>
        <translation>{file} wird kopiert</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Remove {name} from this machine?</source>
        <translation>{name} von diesem Rechner entfernen?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>{size} become free.</source>
        <translation>{size} werden frei.</translation>
    </message>
    <message>
        <source>Without it, documents are searched by their words only.</source>
        <translation>Ohne es werden Dokumente nur nach Wörtern durchsucht.</translation>
    </message>
    <message>
        <source>It is the one in use: without a model there are no answers and no summaries.</source>
        <translation>Es wird gerade benutzt: Ohne Modell gibt es keine Antworten und keine Zusammenfassungen.</translation>
    </message>
    <message>
        <source>Checked: every byte is as it should be.</source>
        <translation>Geprüft: Jedes Byte ist, wie es sein soll.</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Suits this machine</source>
        <translation>Passt zu diesem Rechner</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Download of {name}</source>
        <translation>Download von {name}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Benutzen</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>{name} benutzen</translation>
    </message>
    <message>
        <source>Use no longer</source>
        <translation>Nicht mehr benutzen</translation>
    </message>
    <message>
        <source>Use {name} no longer</source>
        <translation>{name} nicht mehr benutzen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop the download of {name}</source>
        <translation>Download von {name} anhalten</translation>
    </message>
    <message>
        <source>Remove {name}…</source>
        <translation>{name} entfernen…</translation>
    </message>
    <message>
        <source>Continue ({size})</source>
        <translation>Fortsetzen ({size})</translation>
    </message>
    <message>
        <source>Get ({size})</source>
        <translation>Herunterladen ({size})</translation>
    </message>
    <message>
        <source>Get {name}, {size}</source>
        <translation>{name} herunterladen, {size}</translation>
    </message>
</context>
<context>
    <name>ModelStep</name>
    <message>
        <source>A model for this machine</source>
        <translation>Ein Modell für diesen Rechner</translation>
    </message>
    <message>
        <source>Inglenook answers with a language model that runs on this machine: what you read and ask does not leave it. Without one, everything but answers and summaries works, search included.</source>
        <translation>Inglenook antwortet mit einem Sprachmodell auf diesem Rechner: Was Sie lesen und fragen, verlässt ihn nicht. Ohne Modell geht alles außer Antworten und Zusammenfassungen, auch die Suche.</translation>
    </message>
    <message>
        <source>Download of the model</source>
        <translation>Download des Modells</translation>
    </message>
    <message>
        <source>Get it</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>I have a file…</source>
        <translation>Ich habe eine Datei…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>With it, for scanned pages: {name} ({size}, {licence}).</source>
        <translation>Dazu, für gescannte Seiten: {name} ({size}, {licence}).</translation>
    </message>
    <message>
        <source>Inglenook&apos;s answers were measured with it, and it can come from another place.</source>
        <translation>Mit ihm wurden die Antworten von Inglenook gemessen, und es kann von anderswo kommen.</translation>
    </message>
    <message>
        <source>Copying {file}</source>
        <translation>{file} wird kopiert</translation>
    </message>
    <message>
        <source>It is on this machine.</source>
        <translation>Es ist auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Get it ({size})</source>
        <translation>Herunterladen ({size})</translation>
    </message>
    <message>
        <source>Downloads are not allowed on this machine. Choose a file that you have.</source>
        <translation>Downloads sind auf diesem Rechner nicht erlaubt. Wählen Sie eine Datei, die Sie schon haben.</translation>
    </message>
    <message>
        <source>With it, for search by meaning: {name} ({size}, {licence}).</source>
        <translation>Dazu, für die Bedeutungssuche: {name} ({size}, {licence}).</translation>
    </message>
    <message>
        <source>It takes about {quick} at 100 Mbit/s, {slow} at 16 Mbit/s. You can go on meanwhile.</source>
        <translation>Das dauert etwa {quick} bei 100 Mbit/s, {slow} bei 16 Mbit/s. Sie können inzwischen weitermachen.</translation>
    </message>
    <message>
        <source>Get {name} instead ({size})</source>
        <translation>Stattdessen {name} herunterladen ({size})</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>&amp;Name of the collection</source>
        <translation>&amp;Name der Sammlung</translation>
    </message>
    <message>
        <source>There is a collection of this name already.</source>
        <translation>Es gibt schon eine Sammlung mit diesem Namen.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Ask about your documents</source>
        <translation>Fragen zu Ihren Dokumenten</translation>
    </message>
    <message>
        <source>Answers come from the documents alone, and each says on which page it stands.</source>
        <translation>Antworten stammen allein aus den Dokumenten, und jede sagt, auf welcher Seite sie steht.</translation>
    </message>
    <message>
        <source>What is this document about?</source>
        <translation>Worum geht es in diesem Dokument?</translation>
    </message>
    <message>
        <source>Which dates and deadlines does it name?</source>
        <translation>Welche Termine und Fristen nennt es?</translation>
    </message>
    <message>
        <source>Who are the parties or people in it?</source>
        <translation>Welche Parteien oder Personen kommen darin vor?</translation>
    </message>
</context>
<context>
    <name>Outline</name>
    <message>
        <source>Outline</source>
        <translation>Gliederung</translation>
    </message>
</context>
<context>
    <name>PagesPanel</name>
    <message>
        <source>Where is ‘{file}’ now?</source>
        <translation>Wo ist „{file}“ jetzt?</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf);;All files (*)</source>
        <translation>PDF-Dokumente (*.pdf);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Seite {page} von {pages}</translation>
    </message>
    <message>
        <source>Summarise this section</source>
        <translation>Diesen Abschnitt zusammenfassen</translation>
    </message>
    <message>
        <source>This page cannot be shown. Its text, as far as it was read, can be searched.</source>
        <translation>Diese Seite lässt sich nicht anzeigen. Ihr Text kann durchsucht werden, soweit er eingelesen wurde.</translation>
    </message>
</context>
<context>
    <name>PagesView</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>This PDF is protected. Its password is kept until Inglenook is closed; the text that is read from it lies unprotected in the library.</source>
        <translation>Dieses PDF ist geschützt. Sein Passwort wird behalten, bis Inglenook geschlossen wird; der Text, der daraus gelesen wird, liegt ungeschützt in der Bibliothek.</translation>
    </message>
    <message>
        <source>That password does not open it.</source>
        <translation>Dieses Passwort öffnet es nicht.</translation>
    </message>
    <message>
        <source>Password of {file}</source>
        <translation>Passwort für {file}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>PointRow</name>
    <message>
        <source>Go to {page}: {text}</source>
        <translation>Gehe zu {page}: {text}</translation>
    </message>
    <message>
        <source>Go to this page</source>
        <translation>Zu dieser Seite</translation>
    </message>
</context>
<context>
    <name>PreviewDialog</name>
    <message>
        <source>Ask cloud</source>
        <translation>Cloud fragen</translation>
    </message>
    <message>
        <source>Send once</source>
        <translation>Einmal senden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>This would leave this machine, word for word, and nothing else</source>
        <translation>Das würde diesen Rechner verlassen, Wort für Wort und sonst nichts</translation>
    </message>
    <message>
        <source>It cannot be sent: {reason}.</source>
        <translation>Es kann nicht gesendet werden: {reason}.</translation>
    </message>
    <message>
        <source>SHA-256 of the request: {digest}</source>
        <translation>SHA-256 der Anfrage: {digest}</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen…</translation>
    </message>
</context>
<context>
    <name>PriceDialog</name>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Only at</source>
        <translation>Nur bei</translation>
    </message>
    <message>
        <source>Any address</source>
        <translation>Jede Adresse</translation>
    </message>
    <message>
        <source>A million tokens read</source>
        <translation>Eine Million gelesene Token</translation>
    </message>
    <message>
        <source>A million tokens written</source>
        <translation>Eine Million geschriebene Token</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>It then holds for long requests, too; the list has a higher price for them.</source>
        <translation>Er gilt dann auch für lange Anfragen; die Liste hat dafür einen höheren Preis.</translation>
    </message>
    <message>
        <source>Enter the name of the model, as the provider writes it.</source>
        <translation>Geben Sie den Namen des Modells ein, wie der Anbieter ihn schreibt.</translation>
    </message>
    <message>
        <source>Enter both prices as numbers of 0 or more, such as {example}.</source>
        <translation>Geben Sie beide Preise als Zahlen ab 0 ein, etwa {example}.</translation>
    </message>
    <message>
        <source>Enter the currency by its three letters, such as EUR.</source>
        <translation>Geben Sie die Währung mit ihren drei Buchstaben ein, etwa EUR.</translation>
    </message>
</context>
<context>
    <name>PricesDialog</name>
    <message>
        <source>Prices of models elsewhere</source>
        <translation>Preise von Modellen anderswo</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>Modell suchen</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Bei</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Back to the listed price</source>
        <translation>Zurück zum Listenpreis</translation>
    </message>
    <message>
        <source>For a million tokens. Costs are estimated with these; your own go before those that came with the program.</source>
        <translation>Für eine Million Token. Kosten werden damit geschätzt; Ihre eigenen gehen denen vor, die mit dem Programm kamen.</translation>
    </message>
    <message>
        <source>Put it aside</source>
        <translation>Beiseitelegen</translation>
    </message>
    <message>
        <source>Remove the price</source>
        <translation>Preis entfernen</translation>
    </message>
</context>
<context>
    <name>PricesPart</name>
    <message>
        <source>Prices…</source>
        <translation>Preise…</translation>
    </message>
    <message>
        <source>Costs are estimated with a list of prices that came with the program.</source>
        <translation>Kosten werden mit einer Preisliste geschätzt, die mit dem Programm kam.</translation>
    </message>
    <message numerus="yes">
        <source>%n price(s) are your own.</source>
        <translation>
            <numerusform>%n Preis ist Ihr eigener.</numerusform>
            <numerusform>%n Preise sind Ihre eigenen.</numerusform>
        </translation>
    </message>
    <message>
        <source>No price is known for {names}.</source>
        <translation>Für {names} ist kein Preis bekannt.</translation>
    </message>
</context>
<context>
    <name>PrivacyPage</name>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>What is kept on this machine</source>
        <translation>Was auf diesem Rechner aufbewahrt wird</translation>
    </message>
    <message>
        <source>Your documents, questions and answers stay on this machine. The network is used only to fetch a model, and only when you ask for it.</source>
        <translation>Ihre Dokumente, Fragen und Antworten bleiben auf diesem Rechner. Das Netz wird nur benutzt, um ein Modell zu holen, und nur, wenn Sie es verlangen.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Deletes all of the above. Your PDFs are not touched, and the models stay if you want them to.</source>
        <translation>Löscht alles hier Aufgeführte. Ihre PDFs werden nicht angerührt, und die Modelle bleiben, wenn Sie es wollen.</translation>
    </message>
    <message>
        <source>Delete everything…</source>
        <translation>Alles löschen…</translation>
    </message>
    <message>
        <source>Your documents, questions and answers stay on this machine, but for what you have read and sent to a model elsewhere. The network is used only when you ask for it.</source>
        <translation>Ihre Dokumente, Fragen und Antworten bleiben auf diesem Rechner, außer dem, was Sie gelesen und an ein Modell anderswo gesendet haben. Das Netz wird nur benutzt, wenn Sie es verlangen.</translation>
    </message>
    <message>
        <source>Everything was deleted.</source>
        <translation>Alles wurde gelöscht.</translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>Wird gelöscht…</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>Open in the file manager</source>
        <translation>Im Dateimanager öffnen</translation>
    </message>
    <message>
        <source>Open the folder of: {name}</source>
        <translation>Ordner öffnen: {name}</translation>
    </message>
</context>
<context>
    <name>ProgressBar</name>
    <message>
        <source>Progress of the summary</source>
        <translation>Fortschritt der Zusammenfassung</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop (Esc). What is done is kept.</source>
        <translation>Anhalten (Esc). Was fertig ist, bleibt.</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>Wird vorbereitet…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message numerus="yes">
        <source>Read {read} of %n page(s)</source>
        <translation>
            <numerusform>{read} von %n Seite gelesen</numerusform>
            <numerusform>{read} von %n Seiten gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>about {duration} left</source>
        <translation>noch etwa {duration}</translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <source>Properties</source>
        <translation>Eigenschaften</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Ready: searchable by words and by meaning</source>
        <translation>Bereit: nach Wörtern und nach Bedeutung durchsuchbar</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Pages that could not be read</source>
        <translation>Nicht lesbare Seiten</translation>
    </message>
    <message>
        <source>p. {page}: {text}</source>
        <translation>S. {page}: {text}</translation>
    </message>
    <message>
        <source>Words that cannot be seen</source>
        <translation>Nicht sichtbare Wörter</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>Sammlungen</translation>
    </message>
</context>
<context>
    <name>ProviderForm</name>
    <message>
        <source>What you call it</source>
        <translation>Wie Sie es nennen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Trust this address</source>
        <translation>Dieser Adresse vertrauen</translation>
    </message>
    <message>
        <source>This address is not encrypted: others on the way could read what is sent there.</source>
        <translation>Diese Adresse ist nicht verschlüsselt: Unterwegs könnten andere lesen, was dorthin gesendet wird.</translation>
    </message>
    <message>
        <source>Enter the address that requests begin with, such as {example}.</source>
        <translation>Geben Sie die Adresse ein, mit der Anfragen beginnen, etwa {example}.</translation>
    </message>
    <message>
        <source>Use an address that begins with https, or trust this one.</source>
        <translation>Verwenden Sie eine Adresse, die mit https beginnt, oder vertrauen Sie dieser.</translation>
    </message>
    <message>
        <source>Enter the name of the model, as the provider writes it.</source>
        <translation>Geben Sie den Namen des Modells ein, wie der Anbieter ihn schreibt.</translation>
    </message>
</context>
<context>
    <name>ProviderRow</name>
    <message>
        <source>Enter key…</source>
        <translation>Schlüssel eingeben…</translation>
    </message>
    <message>
        <source>Enter the key of {name}</source>
        <translation>Schlüssel für {name} eingeben</translation>
    </message>
    <message>
        <source>Forget key</source>
        <translation>Schlüssel vergessen</translation>
    </message>
    <message>
        <source>Forget the key of {name}</source>
        <translation>Schlüssel für {name} vergessen</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Change {name}</source>
        <translation>{name} ändern</translation>
    </message>
    <message>
        <source>Remove {name}…</source>
        <translation>{name} entfernen…</translation>
    </message>
    <message>
        <source>{model} at {address}</source>
        <translation>{model} unter {address}</translation>
    </message>
    <message>
        <source>Not encrypted; you trust this address.</source>
        <translation>Nicht verschlüsselt; Sie vertrauen dieser Adresse.</translation>
    </message>
    <message>
        <source>Change key…</source>
        <translation>Schlüssel ändern…</translation>
    </message>
</context>
<context>
    <name>QuestionBox</name>
    <message>
        <source>Read every page</source>
        <translation>Jede Seite lesen</translation>
    </message>
    <message>
        <source>The model looks at every page before it answers, so that nothing is left out because a search missed it. This takes minutes rather than seconds.</source>
        <translation>Das Modell sieht sich jede Seite an, bevor es antwortet, damit nichts fehlt, was eine Suche übersehen hat. Das dauert eher Minuten als Sekunden.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop answering (Esc). What you type stays in the field until the answer is done or stopped.</source>
        <translation>Antwort anhalten (Esc). Was Sie schreiben, bleibt im Feld, bis die Antwort fertig oder angehalten ist.</translation>
    </message>
    <message>
        <source>Ask cloud…</source>
        <translation>Cloud fragen…</translation>
    </message>
    <message>
        <source>Shows word for word what would be sent to a model elsewhere, before anything is</source>
        <translation>Zeigt Wort für Wort, was an ein Modell anderswo gesendet würde, bevor etwas gesendet wird</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>Wird vorbereitet…</translation>
    </message>
    <message>
        <source>Ask about {what}…</source>
        <translation>Fragen zu {what}…</translation>
    </message>
    <message>
        <source>An answer is being written. What you type stays here until it is done or stopped.</source>
        <translation>Eine Antwort wird geschrieben. Was Sie schreiben, bleibt hier, bis sie fertig oder angehalten ist.</translation>
    </message>
    <message>
        <source>Ask (Enter); a new line begins with Shift+Enter</source>
        <translation>Fragen (Eingabetaste); Umschalt+Eingabe beginnt eine neue Zeile</translation>
    </message>
</context>
<context>
    <name>QuestionCard</name>
    <message>
        <source>Question: {question}</source>
        <translation>Frage: {question}</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Change the question</source>
        <translation>Frage ändern</translation>
    </message>
    <message>
        <source>Copy the question</source>
        <translation>Frage kopieren</translation>
    </message>
</context>
<context>
    <name>QuestionField</name>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
</context>
<context>
    <name>RangeDialog</name>
    <message>
        <source>Summarise pages</source>
        <translation>Seiten zusammenfassen</translation>
    </message>
    <message>
        <source>such as 3-7</source>
        <translation>zum Beispiel 3-7</translation>
    </message>
    <message>
        <source>Pages ({range}):</source>
        <translation>Seiten ({range}):</translation>
    </message>
    <message>
        <source>Summarise</source>
        <translation>Zusammenfassen</translation>
    </message>
</context>
<context>
    <name>ReportsDialog</name>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Where in the program it happened. Nothing of your documents, questions or keys is in it.</source>
        <translation>Wo im Programm es geschah. Nichts aus Ihren Dokumenten, Fragen oder Schlüsseln steht darin.</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Section by section</source>
        <translation>Abschnitt für Abschnitt</translation>
    </message>
    <message>
        <source>Made of the document’s own sentences. Check what matters on the page itself.</source>
        <translation>Aus Sätzen des Dokuments selbst. Prüfen Sie Wichtiges auf der Seite selbst.</translation>
    </message>
    <message>
        <source>{model}, {duration}. Check what matters on the page itself.</source>
        <translation>{model}, {duration}. Prüfen Sie Wichtiges auf der Seite selbst.</translation>
    </message>
</context>
<context>
    <name>ScansChoice</name>
    <message>
        <source>Read scanned pages when they have no text</source>
        <translation>Gescannte Seiten lesen, wenn sie keinen Text haben</translation>
    </message>
    <message>
        <source>Pages that are pictures are read on this machine, in the background: a few seconds of all processor cores for each.</source>
        <translation>Seiten, die nur Bilder sind, werden auf diesem Gerät im Hintergrund gelesen: je Seite einige Sekunden aller Prozessorkerne.</translation>
    </message>
</context>
<context>
    <name>ScopeBar</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>A page such as 3, or pages such as 3-7</source>
        <translation>Eine Seite wie 3 oder Seiten wie 3-7</translation>
    </message>
    <message>
        <source>This document cannot be searched yet.</source>
        <translation>Dieses Dokument kann noch nicht durchsucht werden.</translation>
    </message>
    <message>
        <source>There is nothing to search in this collection.</source>
        <translation>In dieser Sammlung gibt es nichts zu durchsuchen.</translation>
    </message>
    <message>
        <source>Add a PDF first.</source>
        <translation>Fügen Sie zuerst ein PDF hinzu.</translation>
    </message>
    <message>
        <source>Give a page such as 3, or pages such as 3-7.</source>
        <translation>Geben Sie eine Seite wie 3 oder Seiten wie 3-7 an.</translation>
    </message>
    <message numerus="yes">
        <source>The document has %n page(s).</source>
        <translation>
            <numerusform>Das Dokument hat %n Seite.</numerusform>
            <numerusform>Das Dokument hat %n Seiten.</numerusform>
        </translation>
    </message>
    <message>
        <source>all documents</source>
        <translation>allen Dokumenten</translation>
    </message>
    <message>
        <source>pages {pages} of {file}</source>
        <translation>den Seiten {pages} von {file}</translation>
    </message>
    <message>
        <source>Ask: {name}</source>
        <translation>Fragen an: {name}</translation>
    </message>
    <message>
        <source>Ask: all documents</source>
        <translation>Fragen an: alle Dokumente</translation>
    </message>
    <message>
        <source>Ask: pages of this document</source>
        <translation>Fragen an: Seiten dieses Dokuments</translation>
    </message>
    <message>
        <source>Ask: this document</source>
        <translation>Fragen an: dieses Dokument</translation>
    </message>
    <message numerus="yes">
        <source>All documents (%n)</source>
        <translation>
            <numerusform>Alle Dokumente (%n)</numerusform>
            <numerusform>Alle Dokumente (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>This document: {file}</source>
        <translation>Dieses Dokument: {file}</translation>
    </message>
    <message>
        <source>Pages of this document…</source>
        <translation>Seiten dieses Dokuments…</translation>
    </message>
    <message>
        <source>Collection: {name}</source>
        <translation>Sammlung: {name}</translation>
    </message>
</context>
<context>
    <name>SentPage</name>
    <message>
        <source>What has left</source>
        <translation>Was hinausging</translation>
    </message>
    <message>
        <source>What has left this machine</source>
        <translation>Was diesen Rechner verlassen hat</translation>
    </message>
    <message>
        <source>Show earlier ones</source>
        <translation>Frühere zeigen</translation>
    </message>
    <message>
        <source>How long texts are kept</source>
        <translation>Wie lange Texte behalten werden</translation>
    </message>
    <message>
        <source>The texts stay on this machine. That something was sent is kept without its text.</source>
        <translation>Die Texte bleiben auf diesem Rechner. Dass etwas gesendet wurde, wird ohne seinen Text behalten.</translation>
    </message>
    <message>
        <source>Delete all texts…</source>
        <translation>Alle Texte löschen…</translation>
    </message>
    <message>
        <source>Delete the texts of everything that was sent?</source>
        <translation>Die Texte von allem löschen, was gesendet wurde?</translation>
    </message>
    <message>
        <source>When, to whom and how much stays. Answers in your conversations stay, too.</source>
        <translation>Wann, an wen und wie viel bleibt. Auch Antworten in Ihren Unterhaltungen bleiben.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Nothing has left this machine.</source>
        <translation>Nichts hat diesen Rechner verlassen.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) have left this machine.</source>
        <translation>
            <numerusform>%n Anfrage hat diesen Rechner verlassen.</numerusform>
            <numerusform>%n Anfragen haben diesen Rechner verlassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Together {cost}.</source>
        <translation>Zusammen {cost}.</translation>
    </message>
</context>
<context>
    <name>SentRow</name>
    <message>
        <source>Show the text</source>
        <translation>Text zeigen</translation>
    </message>
    <message>
        <source>Show the text of {time}</source>
        <translation>Text von {time} zeigen</translation>
    </message>
    <message>
        <source>The text is no longer kept.</source>
        <translation>Der Text wird nicht mehr behalten.</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Was gesendet wurde</translation>
    </message>
    <message>
        <source>Copy the exact request</source>
        <translation>Genaue Anfrage kopieren</translation>
    </message>
    <message>
        <source>SHA-256 of what was sent: {digest}</source>
        <translation>SHA-256 des Gesendeten: {digest}</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Scanned pages not read yet</source>
        <translation>Gescannte Seiten noch nicht gelesen</translation>
    </message>
    <message>
        <source>Searchable by words</source>
        <translation>Wortsuche bereit</translation>
    </message>
    <message>
        <source>Ready to ask · meaning {share}</source>
        <translation>Bereit · nach Sinn {share}</translation>
    </message>
    <message>
        <source>{name}, ready, {pages}</source>
        <translation>{name}, bereit, {pages}</translation>
    </message>
    <message>
        <source>{name}, {state}</source>
        <translation>{name}, {state}</translation>
    </message>
    <message>
        <source>Ready: {pages}</source>
        <translation>Bereit: {pages}</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) could not be read</source>
        <translation>
            <numerusform>%n Seite konnte nicht gelesen werden</numerusform>
            <numerusform>%n Seiten konnten nicht gelesen werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) have words that cannot be seen; answers leave them out</source>
        <translation>
            <numerusform>%n Seite hat Wörter, die man nicht sehen kann; Antworten lassen sie aus</numerusform>
            <numerusform>%n Seiten haben Wörter, die man nicht sehen kann; Antworten lassen sie aus</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>Passwort eingeben…</translation>
    </message>
    <message>
        <source>Needs a password</source>
        <translation>Braucht ein Passwort</translation>
    </message>
    <message>
        <source>Damaged: no page can be read</source>
        <translation>Beschädigt: keine Seite lesbar</translation>
    </message>
    <message>
        <source>Not a PDF</source>
        <translation>Kein PDF</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>Die Datei ist leer</translation>
    </message>
    <message>
        <source>No text: its pages are pictures</source>
        <translation>Kein Text: nur Bilder</translation>
    </message>
    <message>
        <source>The file is not there</source>
        <translation>Die Datei fehlt</translation>
    </message>
    <message>
        <source>No PDFs in this folder</source>
        <translation>Keine PDFs in diesem Ordner</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Changed while it was read</source>
        <translation>Beim Einlesen geändert</translation>
    </message>
    <message>
        <source>Too large to read</source>
        <translation>Zu groß zum Einlesen</translation>
    </message>
    <message>
        <source>Took too long to read</source>
        <translation>Einlesen dauerte zu lange</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n Seite</numerusform>
            <numerusform>%n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird eingelesen</translation>
    </message>
    <message>
        <source>Reading, {share}</source>
        <translation>Wird eingelesen, {share}</translation>
    </message>
    <message>
        <source>Reading, {share}, {time} left</source>
        <translation>Einlesen, {share}, noch {time}</translation>
    </message>
    <message>
        <source>Ready to ask · preparing search by meaning {share}</source>
        <translation>Bereit für Fragen · Suche nach Sinn wird vorbereitet, {share}</translation>
    </message>
    <message>
        <source>Scan: page {page} of {total}</source>
        <translation>Scan: Seite {page} von {total}</translation>
    </message>
    <message>
        <source>Scan: page {page} of {total}, {time} left</source>
        <translation>Scan: Seite {page} von {total}, noch {time}</translation>
    </message>
</context>
<context>
    <name>ShelfModel</name>
    <message>
        <source>No collection</source>
        <translation>Ohne Sammlung</translation>
    </message>
    <message numerus="yes">
        <source>{collection}, %n document(s)</source>
        <translation>
            <numerusform>{collection}, %n Dokument</numerusform>
            <numerusform>{collection}, %n Dokumente</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShelfView</name>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>Goes to</source>
        <translation>Geht an</translation>
    </message>
    <message>
        <source>Send file names</source>
        <translation>Dateinamen mitsenden</translation>
    </message>
    <message>
        <source>Otherwise they leave as document 1, document 2 and so on.</source>
        <translation>Sonst gehen sie als „document 1“, „document 2“ und so weiter hinaus.</translation>
    </message>
    <message>
        <source>About {count} tokens</source>
        <translation>Etwa {count} Token</translation>
    </message>
    <message>
        <source>Masked ({count})</source>
        <translation>Maskiert ({count})</translation>
    </message>
    <message>
        <source>Nothing is masked</source>
        <translation>Nichts ist maskiert</translation>
    </message>
    <message>
        <source>No price is known for this model.</source>
        <translation>Für dieses Modell ist kein Preis bekannt.</translation>
    </message>
    <message>
        <source>About {amount} with a usual answer, at most {most}. Your own prices of {day}.</source>
        <translation>Etwa {amount} bei einer üblichen Antwort, höchstens {most}. Ihre eigenen Preise vom {day}.</translation>
    </message>
    <message>
        <source>About {amount} with a usual answer, at most {most}. Prices of {day}.</source>
        <translation>Etwa {amount} bei einer üblichen Antwort, höchstens {most}. Preise vom {day}.</translation>
    </message>
    <message>
        <source>About {amount} with a usual answer, at most {most}. Prices of your own.</source>
        <translation>Etwa {amount} bei einer üblichen Antwort, höchstens {most}. Ihre eigenen Preise.</translation>
    </message>
</context>
<context>
    <name>Sides</name>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>Spread</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>No document is open</source>
        <translation>Kein Dokument geöffnet</translation>
    </message>
    <message>
        <source>Choose one in the library. Answers open the page that they come from.</source>
        <translation>Wählen Sie eines in der Bibliothek. Antworten öffnen die Seite, von der sie stammen.</translation>
    </message>
    <message>
        <source>This document has not been read yet</source>
        <translation>Dieses Dokument ist noch nicht eingelesen</translation>
    </message>
    <message>
        <source>Its pages appear here then.</source>
        <translation>Danach erscheinen seine Seiten hier.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Choose the model in the settings</source>
        <translation>Modell in den Einstellungen wählen</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) have left this machine</source>
        <translation>
            <numerusform>%n Anfrage hat diesen Rechner verlassen</numerusform>
            <numerusform>%n Anfragen haben diesen Rechner verlassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has left this machine</source>
        <translation>Nichts hat diesen Rechner verlassen</translation>
    </message>
    <message>
        <source>What is stored where, and what was sent</source>
        <translation>Was wo gespeichert ist und was gesendet wurde</translation>
    </message>
    <message>
        <source>No model yet: choose one</source>
        <translation>Noch kein Modell: eines wählen</translation>
    </message>
    <message>
        <source>{model} · {device}</source>
        <translation>{model} · {device}</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Places in the document</source>
        <translation>Fundstellen im Dokument</translation>
    </message>
    <message>
        <source>Cited places: {cited}. Other places used: {used}.</source>
        <translation>Zitierte Fundstellen: {cited}. Weitere benutzte Stellen: {used}.</translation>
    </message>
    <message>
        <source>{page}: cited</source>
        <translation>{page}: zitiert</translation>
    </message>
    <message>
        <source>{page}: used</source>
        <translation>{page}: benutzt</translation>
    </message>
    <message>
        <source>{page}: found</source>
        <translation>{page}: gefunden</translation>
    </message>
</context>
<context>
    <name>Summarise</name>
    <message>
        <source>Whole document</source>
        <translation>Ganzes Dokument</translation>
    </message>
    <message>
        <source>Some pages…</source>
        <translation>Einige Seiten…</translation>
    </message>
    <message>
        <source>This section</source>
        <translation>Dieser Abschnitt</translation>
    </message>
    <message>
        <source>This section: ‘{title}’</source>
        <translation>Dieser Abschnitt: „{title}“</translation>
    </message>
</context>
<context>
    <name>SummaryPanel</name>
    <message>
        <source>Summarise</source>
        <translation>Zusammenfassen</translation>
    </message>
    <message>
        <source>Ask cloud…</source>
        <translation>Cloud fragen…</translation>
    </message>
    <message>
        <source>Shows word for word what would be sent to a model elsewhere, before anything is</source>
        <translation>Zeigt Wort für Wort, was an ein Modell anderswo gesendet würde, bevor etwas gesendet wird</translation>
    </message>
    <message>
        <source>No document is open</source>
        <translation>Kein Dokument geöffnet</translation>
    </message>
    <message>
        <source>Open one to summarise it, a section of it, or some of its pages.</source>
        <translation>Öffnen Sie eines, um es, einen Abschnitt oder einige Seiten daraus zusammenzufassen.</translation>
    </message>
    <message>
        <source>A summary is being made. Stop it, or wait until it is done.</source>
        <translation>Eine Zusammenfassung entsteht gerade. Halten Sie sie an oder warten Sie, bis sie fertig ist.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go to {file}</source>
        <translation>Zu {file}</translation>
    </message>
    <message>
        <source>Stopped. What is done is kept: ‘Continue’ goes on from there.</source>
        <translation>Angehalten. Was fertig ist, bleibt: „Fortsetzen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>Choose a model…</source>
        <translation>Modell wählen…</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Delete this summary of {file}?</source>
        <translation>Diese Zusammenfassung von {file} löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Keep the answers about it</source>
        <translation>Die Antworten dazu behalten</translation>
    </message>
    <message>
        <source>Answers stay in your conversations, without what they quote.</source>
        <translation>Antworten bleiben in Ihren Unterhaltungen, ohne das, was sie zitieren.</translation>
    </message>
    <message>
        <source>Keep the answers about them</source>
        <translation>Die Antworten dazu behalten</translation>
    </message>
    <message>
        <source>{removed}. {key} brings it back for ten seconds.</source>
        <translation>{removed}. {key} holt es zehn Sekunden lang zurück.</translation>
    </message>
    <message numerus="yes">
        <source>Removed %n document(s)</source>
        <translation>
            <numerusform>%n Dokument entfernt</numerusform>
            <numerusform>%n Dokumente entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>Removed “{name}”</source>
        <translation>„{name}“ entfernt</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>Choose a model…</source>
        <translation>Modell wählen…</translation>
    </message>
    <message>
        <source>Enter key…</source>
        <translation>Schlüssel eingeben…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Datei suchen…</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu einlesen</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>Passwort eingeben…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen…</translation>
    </message>
    <message>
        <source>What was read before can still be searched and asked about.</source>
        <translation>Was früher eingelesen wurde, lässt sich weiter durchsuchen und befragen.</translation>
    </message>
    <message>
        <source>Its text can still be searched and asked about.</source>
        <translation>Sein Text lässt sich weiter durchsuchen und befragen.</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben…</translation>
    </message>
    <message>
        <source>Stopped. What was read is kept: ‘Continue’ goes on from there.</source>
        <translation>Angehalten. Was gelesen wurde, bleibt: „Fortsetzen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>Stopped. Not checked.</source>
        <translation>Angehalten. Nicht geprüft.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Nothing was found in the documents.</source>
        <translation>In den Dokumenten wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>What was found in the documents</source>
        <translation>In den Dokumenten gefunden</translation>
    </message>
    <message>
        <source>No model could answer; these passages come nearest to the question:</source>
        <translation>Kein Modell konnte antworten; diese Stellen kommen der Frage am nächsten:</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Where from?</source>
        <translation>Woher?</translation>
    </message>
    <message>
        <source>What was looked at</source>
        <translation>Was angesehen wurde</translation>
    </message>
    <message>
        <source>Every passage that was read for this answer</source>
        <translation>Jede Textstelle, die für diese Antwort gelesen wurde</translation>
    </message>
    <message>
        <source>Read every page</source>
        <translation>Jede Seite lesen</translation>
    </message>
    <message>
        <source>Withdrawn answer</source>
        <translation>Zurückgezogene Antwort</translation>
    </message>
    <message>
        <source>Ask it to correct this…</source>
        <translation>Korrigieren lassen…</translation>
    </message>
    <message>
        <source>Shows what would be sent before anything is</source>
        <translation>Zeigt, was gesendet würde, bevor etwas gesendet wird</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Send what was found…</source>
        <translation>Gefundenes senden…</translation>
    </message>
    <message>
        <source>Send again…</source>
        <translation>Erneut senden…</translation>
    </message>
    <message>
        <source>Ask cloud…</source>
        <translation>Cloud fragen…</translation>
    </message>
    <message>
        <source>Looked up here, step by step</source>
        <translation>Hier nachgeschlagen, Schritt für Schritt</translation>
    </message>
    <message>
        <source>An answer was withdrawn because nothing in the documents supports it.</source>
        <translation>Eine Antwort wurde zurückgezogen, weil nichts in den Dokumenten sie stützt.</translation>
    </message>
    <message>
        <source>Show the withdrawn answer</source>
        <translation>Zurückgezogene Antwort zeigen</translation>
    </message>
    <message>
        <source>Good answer (kept on this machine only)</source>
        <translation>Gute Antwort (wird nur auf diesem Rechner vermerkt)</translation>
    </message>
    <message>
        <source>Bad answer (kept on this machine only)</source>
        <translation>Schlechte Antwort (wird nur auf diesem Rechner vermerkt)</translation>
    </message>
    <message>
        <source>Copy the answer with its sources</source>
        <translation>Antwort mit Quellen kopieren</translation>
    </message>
    <message>
        <source>The underlined words are not supported by the documents.</source>
        <translation>Die unterstrichenen Wörter sind durch die Dokumente nicht belegt.</translation>
    </message>
    <message>
        <source>A part of the answer is not supported by the documents.</source>
        <translation>Ein Teil der Antwort ist durch die Dokumente nicht belegt.</translation>
    </message>
    <message>
        <source>Read everything (about {time})</source>
        <translation>Alles lesen (etwa {time})</translation>
    </message>
    <message numerus="yes">
        <source>Asks again, and the model looks at every one of the %n page(s). This takes much longer.</source>
        <translation>
            <numerusform>Fragt erneut, und das Modell sieht sich die %n Seite ganz an. Das dauert viel länger.</numerusform>
            <numerusform>Fragt erneut, und das Modell sieht sich jede der %n Seiten an. Das dauert viel länger.</numerusform>
        </translation>
    </message>
    <message>
        <source>The passages that were read for this answer:</source>
        <translation>Die Textstellen, die für diese Antwort gelesen wurden:</translation>
    </message>
    <message>
        <source>The passages that came nearest to the question:</source>
        <translation>Die Textstellen, die der Frage am nächsten kamen:</translation>
    </message>
</context>
<context>
    <name>Ways</name>
    <message>
        <source>Send passages</source>
        <translation>Stellen senden</translation>
    </message>
    <message>
        <source>Ask in steps</source>
        <translation>In Schritten fragen</translation>
    </message>
    <message>
        <source>In steps, no page and no passage leaves: the model there says what has to be looked up, the model here looks it up, and what was found leaves after another look of yours.</source>
        <translation>In Schritten geht keine Seite und keine Stelle hinaus: Das Modell dort sagt, was nachzuschlagen ist, das Modell hier schlägt es nach, und das Gefundene geht nach einem weiteren Blick von Ihnen hinaus.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Nothing can be written in ‘{folder}’: questions are answered but not kept.</source>
        <translation>In „{folder}“ kann nichts geschrieben werden: Fragen werden beantwortet, aber nicht behalten.</translation>
    </message>
    <message>
        <source>{file} – Inglenook</source>
        <translation>{file} – Inglenook</translation>
    </message>
    <message>
        <source>‘{file}’ is no longer in the library.</source>
        <translation>„{file}“ ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>The model is at work: stop it first, then unload it.</source>
        <translation>Das Modell arbeitet: Halten Sie es zuerst an, dann entladen Sie es.</translation>
    </message>
</context>
<context>
    <name>WordList</name>
    <message>
        <source>Words that are always masked</source>
        <translation>Wörter, die immer maskiert werden</translation>
    </message>
    <message>
        <source>One a line</source>
        <translation>Eines je Zeile</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Reading {number} of {total}</source>
        <translation>{number} von {total} wird eingelesen</translation>
    </message>
    <message>
        <source>Reading scanned pages</source>
        <translation>Gescannte Seiten werden gelesen</translation>
    </message>
    <message>
        <source>Preparing search by meaning</source>
        <translation>Bedeutungssuche wird vorbereitet</translation>
    </message>
    <message>
        <source>Search by meaning is stopped</source>
        <translation>Bedeutungssuche ist angehalten</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>{work} · {time} left</source>
        <translation>{work} · noch {time}</translation>
    </message>
</context>
<context>
    <name>cloud</name>
    <message>
        <source>about {amount}</source>
        <translation>etwa {amount}</translation>
    </message>
    <message>
        <source>From {name}, not from this machine</source>
        <translation>Von {name}, nicht von diesem Rechner</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>cut short: the answer is not whole</source>
        <translation>abgebrochen: Die Antwort ist nicht vollständig</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
</context>
<context>
    <name>diagnosis</name>
    <message>
        <source>Adapter</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Festplatte</translation>
    </message>
    <message>
        <source>Inglenook</source>
        <translation>Inglenook</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Mirrors for models</source>
        <translation>Spiegelserver für Modelle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models elsewhere</source>
        <translation>Modelle anderswo</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>Richtlinie</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Readers of PDFs</source>
        <translation>Leser von PDFs</translation>
    </message>
    <message>
        <source>Scanned pages</source>
        <translation>Gescannte Seiten</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Bedeutungssuche</translation>
    </message>
    <message>
        <source>Suits this machine</source>
        <translation>Passt zu diesem Rechner</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>erlaubt</translation>
    </message>
    <message>
        <source>always masked: {masks}</source>
        <translation>immer maskiert: {masks}</translation>
    </message>
    <message>
        <source>can only be read: nothing can be added or kept</source>
        <translation>kann nur gelesen werden: nichts kann hinzugefügt oder aufbewahrt werden</translation>
    </message>
    <message>
        <source>catalog, within this program: {size}</source>
        <translation>Katalog, in diesem Programm: {size}</translation>
    </message>
    <message>
        <source>closed in this process and in all that read documents</source>
        <translation>in diesem Prozess und in allen, die Dokumente lesen, geschlossen</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>verschlüsselt</translation>
    </message>
    <message>
        <source>forbidden</source>
        <translation>verboten</translation>
    </message>
    <message>
        <source>given back after {minutes} minutes without a question</source>
        <translation>wird nach {minutes} Minuten ohne Frage zurückgegeben</translation>
    </message>
    <message>
        <source>how the system holds them could not be learnt</source>
        <translation>wie das System sie einschränkt, war nicht zu erfahren</translation>
    </message>
    <message>
        <source>left out ({pages}): get what reads them with ‘inglenook models pull {model}’</source>
        <translation>ausgelassen ({pages}): was sie liest, kommt mit „inglenook models pull {model}“</translation>
    </message>
    <message>
        <source>left out: that is what the settings or the policy say</source>
        <translation>ausgelassen: so wollen es die Einstellungen oder die Richtlinie</translation>
    </message>
    <message>
        <source>model: not loaded; it takes about {size}</source>
        <translation>Modell: nicht geladen; es braucht etwa {size}</translation>
    </message>
    <message>
        <source>model: {size}, {files} of it parts of files</source>
        <translation>Modell: {size}, davon {files} Teile von Dateien</translation>
    </message>
    <message>
        <source>network {network}, downloads {downloads} ({source}){problem}</source>
        <translation>Netz {network}, Downloads {downloads} ({source}){problem}</translation>
    </message>
    <message>
        <source>no effect, since there is no such key: {keys}</source>
        <translation>ohne Wirkung, weil es diesen Schlüssel nicht gibt: {keys}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not asked, since the address is not encrypted (https): {mirrors}</source>
        <translation>nicht gefragt, weil die Adresse unverschlüsselt ist (https fehlt): {mirrors}</translation>
    </message>
    <message>
        <source>not encrypted by this system: whoever takes it away can read the library</source>
        <translation>von diesem System nicht verschlüsselt: Wer sie mitnimmt, kann die Bibliothek lesen</translation>
    </message>
    <message>
        <source>not enforced by this system: {what} ({why})</source>
        <translation>von diesem System nicht durchgesetzt: {what} ({why})</translation>
    </message>
    <message>
        <source>not here: search goes by words only. Get it with ‘inglenook models pull {model}’.</source>
        <translation>nicht vorhanden: Die Suche geht nur nach Wörtern. Holen Sie es mit „inglenook models pull {model}“.</translation>
    </message>
    <message>
        <source>nothing is sent, since this version does not know what these are: {masks}</source>
        <translation>nichts wird gesendet, da diese Version nicht weiß, was dies ist: {masks}</translation>
    </message>
    <message>
        <source>nothing may be sent</source>
        <translation>nichts darf gesendet werden</translation>
    </message>
    <message>
        <source>only at {addresses}</source>
        <translation>nur unter {addresses}</translation>
    </message>
    <message>
        <source>only {models}</source>
        <translation>nur {models}</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>order of what was found, within this program: {size}</source>
        <translation>Rangfolge des Gefundenen, in diesem Programm: {size}</translation>
    </message>
    <message>
        <source>other users of this machine can open the folder</source>
        <translation>andere Benutzer dieses Rechners können den Ordner öffnen</translation>
    </message>
    <message>
        <source>pictures of pages: {size}</source>
        <translation>Bilder der Seiten: {size}</translation>
    </message>
    <message>
        <source>read by {model}, in the background; left out: {pages}</source>
        <translation>von {model} gelesen, im Hintergrund; ausgelassen: {pages}</translation>
    </message>
    <message>
        <source>reading PDFs: {size}</source>
        <translation>Lesen von PDFs: {size}</translation>
    </message>
    <message>
        <source>search by meaning, within this program: {size}</source>
        <translation>Suche nach Bedeutung, in diesem Programm: {size}</translation>
    </message>
    <message>
        <source>this program: {size}, {files} of it parts of files</source>
        <translation>dieses Programm: {size}, davon {files} Teile von Dateien</translation>
    </message>
    <message>
        <source>this system does not tell whether it is encrypted</source>
        <translation>dieses System sagt nicht, ob sie verschlüsselt ist</translation>
    </message>
    <message>
        <source>this system does not tell who else can open the folder</source>
        <translation>dieses System sagt nicht, wer den Ordner sonst öffnen kann</translation>
    </message>
    <message>
        <source>vectors, within this program: {size}</source>
        <translation>Vektoren, in diesem Programm: {size}</translation>
    </message>
    <message>
        <source>what is sent stays in the log</source>
        <translation>was gesendet wird, bleibt im Protokoll</translation>
    </message>
    <message>
        <source>writing PDFs: {size}</source>
        <translation>Schreiben von PDFs: {size}</translation>
    </message>
    <message>
        <source>{count} of your own, in {path}</source>
        <translation>{count} eigene, in {path}</translation>
    </message>
    <message>
        <source>{count}, as the cores suggest: measured with the next answer</source>
        <translation>{count}, wie die Kerne nahelegen: gemessen wird mit der nächsten Antwort</translation>
    </message>
    <message>
        <source>{documents} documents, {ready} of them searchable by meaning, {size} on disk</source>
        <translation>Dokumente: {documents}, davon nach Bedeutung durchsuchbar: {ready}; {size} auf der Platte</translation>
    </message>
    <message>
        <source>{folder}, then {other}</source>
        <translation>{folder}, dann {other}</translation>
    </message>
    <message>
        <source>{gpu}: {layers} of {whole} layers of the model go there</source>
        <translation>{gpu}: {layers} von {whole} Schichten des Modells kommen dorthin</translation>
    </message>
    <message>
        <source>{mirrors}; nobody else is asked</source>
        <translation>{mirrors}; sonst wird niemand gefragt</translation>
    </message>
    <message>
        <source>{mirrors}; then the publisher</source>
        <translation>{mirrors}; danach der Herausgeber</translation>
    </message>
    <message>
        <source>{processor}, {cores} cores ({threads} threads), {free} of {memory} memory free</source>
        <translation>{processor}, {cores} Kerne ({threads} Threads), {free} von {memory} Arbeitsspeicher frei</translation>
    </message>
    <message>
        <source>{reading} to read with and {writing} to write with, measured on {date}</source>
        <translation>{reading} zum Lesen und {writing} zum Schreiben, gemessen am {date}</translation>
    </message>
    <message>
        <source>{state}; refused: {refused}</source>
        <translation>{state}; abgewiesen: {refused}</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>‘{file}’ is not a PDF.</source>
        <translation>„{file}“ ist kein PDF.</translation>
    </message>
    <message>
        <source>Choose a PDF file, or print the document to PDF first.</source>
        <translation>Wählen Sie eine PDF-Datei, oder drucken Sie das Dokument zuerst als PDF.</translation>
    </message>
    <message>
        <source>‘{file}’ is empty.</source>
        <translation>„{file}“ ist leer.</translation>
    </message>
    <message>
        <source>Get the file again from where it came from.</source>
        <translation>Holen Sie die Datei noch einmal dort, wo sie herkam.</translation>
    </message>
    <message>
        <source>‘{file}’ is damaged and none of its pages can be read.</source>
        <translation>„{file}“ ist beschädigt, und keine Seite lässt sich lesen.</translation>
    </message>
    <message>
        <source>Get the file again from where it came from, or open it in a PDF viewer and save it anew.</source>
        <translation>Holen Sie die Datei noch einmal dort, wo sie herkam, oder öffnen Sie sie in einem PDF-Programm und speichern Sie sie neu.</translation>
    </message>
    <message>
        <source>‘{file}’ is protected, and no password was given that opens it.</source>
        <translation>„{file}“ ist geschützt, und kein Passwort wurde angegeben, das es öffnet.</translation>
    </message>
    <message>
        <source>Enter the password.</source>
        <translation>Geben Sie das Passwort ein.</translation>
    </message>
    <message>
        <source>‘{file}’ has no text: its pages are pictures ({pages}).</source>
        <translation>„{file}“ enthält keinen Text: Die Seiten sind Bilder ({pages}).</translation>
    </message>
    <message>
        <source>Let scanned pages be read in the settings, under ‘Models’, then read it again.</source>
        <translation>Lassen Sie gescannte Seiten in den Einstellungen unter „Modelle“ lesen, und lesen Sie die Datei dann erneut ein.</translation>
    </message>
    <message>
        <source>‘{file}’ could not be read: {reason}.</source>
        <translation>„{file}“ konnte nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>Check that you may open the file, then try again.</source>
        <translation>Prüfen Sie, ob Sie die Datei öffnen dürfen, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>‘{file}’ is not there.</source>
        <translation>„{file}“ ist nicht da.</translation>
    </message>
    <message>
        <source>Check the path, or add the file from where it is now.</source>
        <translation>Prüfen Sie den Pfad, oder fügen Sie die Datei von dort hinzu, wo sie jetzt ist.</translation>
    </message>
    <message>
        <source>The folder ‘{file}’ has no PDFs in it.</source>
        <translation>Der Ordner „{file}“ enthält keine PDFs.</translation>
    </message>
    <message>
        <source>Choose a folder that has PDF files.</source>
        <translation>Wählen Sie einen Ordner mit PDF-Dateien.</translation>
    </message>
    <message>
        <source>‘{file}’ changed while it was being read.</source>
        <translation>„{file}“ wurde geändert, während es eingelesen wurde.</translation>
    </message>
    <message>
        <source>Wait until it is saved, then try again.</source>
        <translation>Warten Sie, bis die Datei gespeichert ist, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>‘{file}’ is too large to read ({reason}).</source>
        <translation>„{file}“ ist zu groß zum Einlesen ({reason}).</translation>
    </message>
    <message>
        <source>Split it into smaller files.</source>
        <translation>Teilen Sie es in kleinere Dateien auf.</translation>
    </message>
    <message>
        <source>The disk is full: ‘{folder}’ has no room left.</source>
        <translation>Der Datenträger ist voll: In „{folder}“ ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Schaffen Sie Platz, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Nothing can be written in ‘{folder}’.</source>
        <translation>In „{folder}“ kann nichts geschrieben werden.</translation>
    </message>
    <message>
        <source>Choose another folder, or change its rights.</source>
        <translation>Wählen Sie einen anderen Ordner, oder ändern Sie seine Rechte.</translation>
    </message>
    <message>
        <source>The library is busy in another program.</source>
        <translation>Die Bibliothek wird gerade von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>Wait for the other program to finish, then try again.</source>
        <translation>Warten Sie, bis das andere Programm fertig ist, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>‘{file}’ took too long to read and was stopped.</source>
        <translation>Das Einlesen von „{file}“ dauerte zu lange und wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Open it in a PDF viewer and save it anew.</source>
        <translation>Öffnen Sie die Datei in einem PDF-Programm, und speichern Sie sie neu.</translation>
    </message>
    <message>
        <source>The model ‘{model}’ is not on this machine.</source>
        <translation>Das Modell „{model}“ ist nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Get a model in the settings, or choose a file that you have.</source>
        <translation>Laden Sie in den Einstellungen ein Modell herunter, oder wählen Sie eine Datei, die Sie haben.</translation>
    </message>
    <message>
        <source>The model file ‘{file}’ is damaged ({reason}).</source>
        <translation>Die Modelldatei „{file}“ ist beschädigt ({reason}).</translation>
    </message>
    <message>
        <source>Remove it in the settings and get it again.</source>
        <translation>Entfernen Sie es in den Einstellungen, und laden Sie es noch einmal herunter.</translation>
    </message>
    <message>
        <source>The model file ‘{file}’ cannot be used: {reason}.</source>
        <translation>Die Modelldatei „{file}“ lässt sich nicht benutzen: {reason}.</translation>
    </message>
    <message>
        <source>Choose another model in the settings: a GGUF file made for chat.</source>
        <translation>Wählen Sie in den Einstellungen ein anderes Modell: eine GGUF-Datei, die für Chat gemacht ist.</translation>
    </message>
    <message>
        <source>The adapter ‘{file}’ cannot be used: {reason}.</source>
        <translation>Der Adapter „{file}“ kann nicht benutzt werden: {reason}.</translation>
    </message>
    <message>
        <source>Use the model without it, in the settings.</source>
        <translation>Benutzen Sie das Modell ohne ihn, in den Einstellungen.</translation>
    </message>
    <message>
        <source>There is not enough memory for this: {reason}.</source>
        <translation>Dafür reicht der Arbeitsspeicher nicht: {reason}.</translation>
    </message>
    <message>
        <source>Close other programs or choose a smaller model in the settings.</source>
        <translation>Schließen Sie andere Programme, oder wählen Sie in den Einstellungen ein kleineres Modell.</translation>
    </message>
    <message>
        <source>The question is empty.</source>
        <translation>Die Frage ist leer.</translation>
    </message>
    <message>
        <source>Write a question about your documents.</source>
        <translation>Schreiben Sie eine Frage zu Ihren Dokumenten.</translation>
    </message>
    <message>
        <source>The question is too long for the model: {tokens} tokens, and {limit} fit.</source>
        <translation>Die Frage ist zu lang für das Modell: {tokens} Token, und {limit} passen.</translation>
    </message>
    <message>
        <source>Shorten it to what you want to know.</source>
        <translation>Kürzen Sie sie auf das, was Sie wissen wollen.</translation>
    </message>
    <message>
        <source>The download failed: {reason}.</source>
        <translation>Der Download ist fehlgeschlagen: {reason}.</translation>
    </message>
    <message>
        <source>Check the connection and try again; it continues where it stopped.</source>
        <translation>Prüfen Sie die Verbindung, und versuchen Sie es erneut; es geht dort weiter, wo es aufhörte.</translation>
    </message>
    <message>
        <source>Not allowed here: {reason}.</source>
        <translation>Hier nicht erlaubt: {reason}.</translation>
    </message>
    <message>
        <source>Ask the administrator of this machine.</source>
        <translation>Fragen Sie, wer diesen Rechner verwaltet.</translation>
    </message>
    <message>
        <source>Nothing was sent: {reason}.</source>
        <translation>Nichts wurde gesendet: {reason}.</translation>
    </message>
    <message>
        <source>Read the preview, then approve exactly that text.</source>
        <translation>Lesen Sie die Vorschau, und geben Sie dann genau diesen Text frei.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring cannot be used: {reason}.</source>
        <translation>Der Schlüsselbund des Systems lässt sich nicht benutzen: {reason}.</translation>
    </message>
    <message>
        <source>There is no key that ‘{provider}’ takes: {reason}.</source>
        <translation>Es gibt keinen Schlüssel, den „{provider}“ annimmt: {reason}.</translation>
    </message>
    <message>
        <source>Check the key and enter it again in the settings.</source>
        <translation>Prüfen Sie den Schlüssel, und geben Sie ihn in den Einstellungen neu ein.</translation>
    </message>
    <message>
        <source>‘{provider}’ cannot answer now: {reason}.</source>
        <translation>„{provider}“ kann jetzt nicht antworten: {reason}.</translation>
    </message>
    <message>
        <source>Wait a little, then send it again.</source>
        <translation>Warten Sie ein wenig, und senden Sie es noch einmal.</translation>
    </message>
    <message>
        <source>‘{provider}’ does not take the request: {reason}.</source>
        <translation>„{provider}“ nimmt die Anfrage nicht an: {reason}.</translation>
    </message>
    <message>
        <source>Change the request or choose another model, then approve it anew.</source>
        <translation>Ändern Sie die Anfrage oder wählen Sie ein anderes Modell, und geben Sie sie neu frei.</translation>
    </message>
    <message>
        <source>The answer of ‘{provider}’ is not whole: {reason}.</source>
        <translation>Die Antwort von „{provider}“ ist nicht vollständig: {reason}.</translation>
    </message>
    <message>
        <source>Send it again for a whole answer; what came is kept and marked.</source>
        <translation>Senden Sie es noch einmal, um eine vollständige zu bekommen; was kam, bleibt und ist gekennzeichnet.</translation>
    </message>
    <message>
        <source>‘{provider}’ gave no answer: {reason}.</source>
        <translation>„{provider}“ hat nicht geantwortet: {reason}.</translation>
    </message>
    <message>
        <source>Check the connection and the address, then send it again.</source>
        <translation>Prüfen Sie die Verbindung und die Adresse, und senden Sie es noch einmal.</translation>
    </message>
    <message>
        <source>No model elsewhere is set up.</source>
        <translation>Es ist kein Modell anderswo eingerichtet.</translation>
    </message>
    <message>
        <source>Add one in the settings, under ‘Cloud’.</source>
        <translation>Fügen Sie in den Einstellungen unter „Cloud“ eines hinzu.</translation>
    </message>
    <message>
        <source>No model elsewhere is set up as ‘{name}’.</source>
        <translation>Unter „{name}“ ist kein Modell anderswo eingerichtet.</translation>
    </message>
    <message>
        <source>‘{name}’ cannot be set up: {reason}.</source>
        <translation>„{name}“ lässt sich nicht einrichten: {reason}.</translation>
    </message>
    <message>
        <source>Give an address such as https://api.example.com/v1, and a model by the name that it has there.</source>
        <translation>Geben Sie eine Adresse wie https://api.example.com/v1 an und ein Modell unter dem Namen, den es dort hat.</translation>
    </message>
    <message>
        <source>The prices in ‘{file}’ cannot be used: {reason}.</source>
        <translation>Die Preise in „{file}“ lassen sich nicht verwenden: {reason}.</translation>
    </message>
    <message>
        <source>Mend the file, or put it aside in the settings, under ‘Cloud’; until then the listed prices are used.</source>
        <translation>Berichtigen Sie die Datei, oder legen Sie sie in den Einstellungen unter „Cloud“ beiseite; bis dahin gelten die Listenpreise.</translation>
    </message>
    <message>
        <source>The prices in ‘{file}’ are written in a way that only an editor can change.</source>
        <translation>Die Preise in „{file}“ sind so geschrieben, dass nur ein Texteditor sie ändern kann.</translation>
    </message>
    <message>
        <source>Change them in ‘{path}’.</source>
        <translation>Ändern Sie sie in „{path}“.</translation>
    </message>
    <message>
        <source>This cannot be the price of ‘{model}’: {reason}.</source>
        <translation>Das kann nicht der Preis von „{model}“ sein: {reason}.</translation>
    </message>
    <message>
        <source>Give two numbers of 0 or more, for a million tokens read and written, and a currency by its three letters.</source>
        <translation>Geben Sie zwei Zahlen ab 0 an, für eine Million gelesene und geschriebene Token, und eine Währung mit ihren drei Buchstaben.</translation>
    </message>
    <message>
        <source>The library&apos;s catalog is damaged: {reason}.</source>
        <translation>Der Katalog der Bibliothek ist beschädigt: {reason}.</translation>
    </message>
    <message>
        <source>Move ‘{file}’ away; the library is made anew from your PDFs when you add them.</source>
        <translation>Verschieben Sie „{file}“ an einen anderen Ort; die Bibliothek entsteht neu, wenn Sie Ihre PDFs hinzufügen.</translation>
    </message>
    <message>
        <source>The library was made by a newer version of Inglenook.</source>
        <translation>Die Bibliothek stammt von einer neueren Version von Inglenook.</translation>
    </message>
    <message>
        <source>Install that version.</source>
        <translation>Installieren Sie diese Version.</translation>
    </message>
    <message>
        <source>No document here is called ‘{name}’.</source>
        <translation>Kein Dokument hier heißt „{name}“.</translation>
    </message>
    <message>
        <source>Start one, or go on without: enter the key, and it is kept in memory until the window closes.</source>
        <translation>Starten Sie einen, oder machen Sie ohne weiter: Geben Sie den Schlüssel ein; er bleibt im Speicher, bis das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Unlock it, then try again; or enter the key, and it is kept in memory until the window closes.</source>
        <translation>Entsperren Sie ihn und versuchen Sie es noch einmal; oder geben Sie den Schlüssel ein; er bleibt im Speicher, bis das Fenster geschlossen wird.</translation>
    </message>
    <message>
        <source>Give it on standard input, with --key-stdin.</source>
        <translation>Geben Sie ihn über die Standardeingabe, mit --key-stdin.</translation>
    </message>
    <message>
        <source>Keep one with ‘inglenook cloud set-key {provider} --key-stdin’, or give it each time with --key-stdin.</source>
        <translation>Hinterlegen Sie einen mit „inglenook cloud set-key {provider} --key-stdin“, oder geben Sie ihn jedes Mal mit --key-stdin.</translation>
    </message>
    <message>
        <source>It may have been removed meanwhile.</source>
        <translation>Vielleicht wurde es inzwischen entfernt.</translation>
    </message>
    <message>
        <source>Unlock it, then try again; without one the key is asked for each time that something is sent.</source>
        <translation>Entsperren Sie ihn und versuchen Sie es noch einmal; ohne einen wird der Schlüssel bei jedem Senden erfragt.</translation>
    </message>
    <message>
        <source>No model is called ‘{model}’.</source>
        <translation>Kein Modell heißt „{model}“.</translation>
    </message>
    <message>
        <source>Choose another one in the settings.</source>
        <translation>Wählen Sie in den Einstellungen ein anderes.</translation>
    </message>
    <message>
        <source>‘{file}’ has no section called ‘{name}’.</source>
        <translation>„{file}“ hat keinen Abschnitt namens „{name}“.</translation>
    </message>
    <message>
        <source>Its sections are: {sections}.</source>
        <translation>Die Abschnitte sind: {sections}.</translation>
    </message>
    <message>
        <source>The model stopped unexpectedly: {reason}.</source>
        <translation>Das Modell hat unerwartet aufgehört: {reason}.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, choose another model.</source>
        <translation>Versuchen Sie es erneut; wenn es wieder geschieht, wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The engine that runs models does not open on this machine: {reason}.</source>
        <translation>Der Teil des Programms, der die Modelle ausführt, lässt sich auf diesem Rechner nicht öffnen: {reason}.</translation>
    </message>
    <message>
        <source>Install Inglenook again; if it stays so, install the library that is named.</source>
        <translation>Installieren Sie Inglenook erneut; bleibt es dabei, installieren Sie die genannte Bibliothek.</translation>
    </message>
    <message>
        <source>The engine that runs models needs ‘{library}’, which is not on this machine.</source>
        <translation>Der Teil des Programms, der die Modelle ausführt, braucht „{library}“, und das fehlt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Install ‘{package}’ with your system&apos;s package manager.</source>
        <translation>Installieren Sie „{package}“ mit der Paketverwaltung Ihres Systems.</translation>
    </message>
    <message>
        <source>There are no documents in the library.</source>
        <translation>In der Bibliothek sind keine Dokumente.</translation>
    </message>
    <message>
        <source>Add PDFs first: drop them here.</source>
        <translation>Fügen Sie zuerst PDFs hinzu: Ziehen Sie sie hierher.</translation>
    </message>
    <message>
        <source>No collection here is called ‘{name}’.</source>
        <translation>Keine Sammlung hier heißt „{name}“.</translation>
    </message>
    <message>
        <source>No conversation here is called ‘{name}’.</source>
        <translation>Keine Unterhaltung hier heißt „{name}“.</translation>
    </message>
    <message>
        <source>It may have been deleted meanwhile.</source>
        <translation>Vielleicht wurde sie inzwischen gelöscht.</translation>
    </message>
    <message>
        <source>‘{file}’ is not where it was.</source>
        <translation>„{file}“ ist nicht mehr, wo es war.</translation>
    </message>
    <message>
        <source>Choose ‘Locate…’ and show where it is now.</source>
        <translation>Wählen Sie „Datei suchen…“, und zeigen Sie, wo es jetzt ist.</translation>
    </message>
    <message>
        <source>‘{file}’ is another document than the one that was read.</source>
        <translation>„{file}“ ist ein anderes Dokument als das eingelesene.</translation>
    </message>
    <message>
        <source>Choose the same file as before.</source>
        <translation>Wählen Sie dieselbe Datei wie zuvor.</translation>
    </message>
    <message>
        <source>‘{file}’ has changed since it was read.</source>
        <translation>„{file}“ hat sich geändert, seit es eingelesen wurde.</translation>
    </message>
    <message>
        <source>Choose ‘Read again’ to take in the new text.</source>
        <translation>Wählen Sie „Neu einlesen“, um den neuen Text zu übernehmen.</translation>
    </message>
    <message>
        <source>‘{file}’ does not say in which form to write.</source>
        <translation>„{file}“ sagt nicht, in welchem Format geschrieben werden soll.</translation>
    </message>
    <message>
        <source>Give a name that ends in .md, .docx or .pdf.</source>
        <translation>Geben Sie einen Namen an, der auf .md, .docx oder .pdf endet.</translation>
    </message>
    <message>
        <source>‘{file}’ is already there.</source>
        <translation>„{file}“ gibt es schon.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is no screen to open a window on: {reason}.</source>
        <translation>Es gibt keinen Bildschirm für ein Fenster: {reason}.</translation>
    </message>
    <message>
        <source>Use the commands: ‘inglenook --help’ lists them.</source>
        <translation>Benutzen Sie die Befehle: „inglenook --help“ zählt sie auf.</translation>
    </message>
    <message>
        <source>Something went wrong in Inglenook itself.</source>
        <translation>In Inglenook selbst ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>A report without any text of yours was kept: {path}.</source>
        <translation>Ein Bericht ohne irgendeinen Text von Ihnen wurde aufbewahrt: {path}.</translation>
    </message>
    <message>
        <source>‘{pages}’ is not a range of pages of ‘{file}’.</source>
        <translation>„{pages}“ ist kein Seitenbereich von „{file}“.</translation>
    </message>
    <message>
        <source>Give a range such as 3-7; the document has {count} pages.</source>
        <translation>Geben Sie einen Bereich wie 3-7 an; Seiten im Dokument: {count}.</translation>
    </message>
    <message>
        <source>Check the connection, set your network&apos;s proxy in the system&apos;s settings, or get the file on another machine and import it in the settings.</source>
        <translation>Prüfen Sie die Verbindung, tragen Sie den Proxy Ihres Netzes in den Systemeinstellungen ein, oder holen Sie die Datei auf einem anderen Rechner und importieren Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>This system finds its proxy by a script, which Inglenook does not run: set a proxy by hand, or get the file on another machine and import it in the settings.</source>
        <translation>Dieses System findet seinen Proxy über ein Skript, das Inglenook nicht ausführt: Tragen Sie einen Proxy von Hand ein, oder holen Sie die Datei auf einem anderen Rechner und importieren Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>Check the proxy in the system&apos;s settings, or get the file on another machine and import it in the settings.</source>
        <translation>Prüfen Sie den Proxy in den Systemeinstellungen, oder holen Sie die Datei auf einem anderen Rechner und importieren Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>Start Inglenook with HTTPS_PROXY set to http://USER:PASSWORD@PROXY:PORT, or get the file on another machine and import it in the settings.</source>
        <translation>Starten Sie Inglenook mit HTTPS_PROXY=http://NAME:KENNWORT@PROXY:PORT, oder holen Sie die Datei auf einem anderen Rechner und importieren Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>Ask your administrator to allow the address, or get the file on another machine and import it in the settings.</source>
        <translation>Bitten Sie Ihre IT, die Adresse freizugeben, oder holen Sie die Datei auf einem anderen Rechner und importieren Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>If your company inspects connections, have its certificate put into this system&apos;s certificate store: Inglenook trusts what is there.</source>
        <translation>Wenn Ihre Firma Verbindungen prüft, lassen Sie deren Zertifikat in den Zertifikatspeicher dieses Systems aufnehmen: Inglenook vertraut dem, was dort liegt.</translation>
    </message>
    <message>
        <source>Check the date and time of this machine, then try again.</source>
        <translation>Prüfen Sie Datum und Uhrzeit dieses Rechners und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Open any page in a browser and sign in to the network, then try again; it continues where it stopped.</source>
        <translation>Öffnen Sie eine beliebige Seite im Browser, melden Sie sich im Netz an und versuchen Sie es dann erneut; es geht weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Ask your administrator whether the address is blocked, or get the file on another machine and import it in the settings.</source>
        <translation>Fragen Sie Ihre IT, ob die Adresse gesperrt ist, oder holen Sie die Datei auf einem anderen Rechner und importieren Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>Try again with a newer version of Inglenook, or get the file on another machine and import it in the settings.</source>
        <translation>Versuchen Sie es mit einer neueren Version von Inglenook, oder holen Sie die Datei auf einem anderen Rechner und importieren Sie sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>Check the connection and the address, and set your network&apos;s proxy in the system&apos;s settings if it has one.</source>
        <translation>Prüfen Sie die Verbindung und die Adresse, und tragen Sie den Proxy Ihres Netzwerks in den Systemeinstellungen ein, wenn es einen hat.</translation>
    </message>
    <message>
        <source>This system finds its proxy by a script, which Inglenook does not run: set a proxy by hand.</source>
        <translation>Dieses System findet seinen Proxy mit einem Skript, das Inglenook nicht ausführt: Tragen Sie einen Proxy von Hand ein.</translation>
    </message>
    <message>
        <source>Check the proxy in the system&apos;s settings.</source>
        <translation>Prüfen Sie den Proxy in den Systemeinstellungen.</translation>
    </message>
    <message>
        <source>Start Inglenook with HTTPS_PROXY set to http://USER:PASSWORD@PROXY:PORT.</source>
        <translation>Starten Sie Inglenook mit HTTPS_PROXY=http://BENUTZER:KENNWORT@PROXY:PORT.</translation>
    </message>
    <message>
        <source>Ask your administrator to allow the address.</source>
        <translation>Bitten Sie Ihre Administration, die Adresse zu erlauben.</translation>
    </message>
    <message>
        <source>Open any page in a browser and sign in to the network, then send it again; if you are signed in, check the address.</source>
        <translation>Öffnen Sie eine beliebige Seite im Browser, melden Sie sich am Netzwerk an, und senden Sie es noch einmal; wenn Sie angemeldet sind, prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>Give an address that begins with https; one in your own network can be trusted on purpose.</source>
        <translation>Geben Sie eine Adresse an, die mit https beginnt; einer im eigenen Netzwerk können Sie ausdrücklich vertrauen.</translation>
    </message>
    <message>
        <source>Check the date and time of this machine, then send it again.</source>
        <translation>Prüfen Sie Datum und Uhrzeit dieses Rechners, und senden Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Check the address, then send it again.</source>
        <translation>Prüfen Sie die Adresse, und senden Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>Choose a model file</source>
        <translation>Modelldatei wählen</translation>
    </message>
    <message>
        <source>Models (*.gguf *.onnx *.json)</source>
        <translation>Modelle (*.gguf *.onnx *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add PDFs</source>
        <translation>PDFs hinzufügen</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>PDF-Dateien (*.pdf)</translation>
    </message>
</context>
<context>
    <name>letter</name>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>The answer so far</source>
        <translation>Die bisherige Antwort</translation>
    </message>
    <message>
        <source>Passage {number}</source>
        <translation>Stelle {number}</translation>
    </message>
    <message>
        <source>Title {number}</source>
        <translation>Überschrift {number}</translation>
    </message>
    <message>
        <source>Finding {number}</source>
        <translation>Befund {number}</translation>
    </message>
    <message>
        <source>Step {number}</source>
        <translation>Schritt {number}</translation>
    </message>
    <message>
        <source>Statement that was not found</source>
        <translation>Aussage, die nicht gefunden wurde</translation>
    </message>
    <message>
        <source>Name of the file of passage {number}</source>
        <translation>Dateiname zu Stelle {number}</translation>
    </message>
    <message>
        <source>Rules for the model</source>
        <translation>Regeln für das Modell</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>Anweisung</translation>
    </message>
    <message>
        <source>Change it, leave titles out, lift masks or add some. It is sent once, when you say so.</source>
        <translation>Ändern Sie es, lassen Sie Titel weg, heben Sie Masken auf oder setzen Sie neue. Gesendet wird einmal, wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>Change it, leave findings out, lift masks or add some. It is sent once, when you say so.</source>
        <translation>Ändern Sie es, lassen Sie Befunde weg, heben Sie Masken auf oder setzen Sie neue. Gesendet wird einmal, wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>Change it, leave passages out, lift masks or add some. It is sent once, when you say so.</source>
        <translation>Ändern Sie es, lassen Sie Stellen weg, heben Sie Masken auf oder setzen Sie neue. Gesendet wird einmal, wenn Sie es sagen.</translation>
    </message>
</context>
<context>
    <name>masks</name>
    <message>
        <source>person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>organisation</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>e-mail address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>phone number</source>
        <translation>Telefonnummer</translation>
    </message>
    <message>
        <source>bank account</source>
        <translation>Bankkonto</translation>
    </message>
    <message>
        <source>card number</source>
        <translation>Kartennummer</translation>
    </message>
    <message>
        <source>identity number</source>
        <translation>Ausweis- oder Personennummer</translation>
    </message>
    <message>
        <source>tax number</source>
        <translation>Steuernummer</translation>
    </message>
    <message>
        <source>network address</source>
        <translation>Netzwerkadresse</translation>
    </message>
    <message>
        <source>address with a secret</source>
        <translation>Adresse mit einem Geheimnis</translation>
    </message>
    <message>
        <source>password or key</source>
        <translation>Passwort oder Schlüssel</translation>
    </message>
    <message>
        <source>date of birth</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>word from your list</source>
        <translation>Wort aus Ihrer Liste</translation>
    </message>
    <message>
        <source>masked by you</source>
        <translation>von Ihnen maskiert</translation>
    </message>
    <message>
        <source>Shown: {original} ({category}). Press to mask it.</source>
        <translation>Gezeigt: {original} ({category}). Drücken, um es zu maskieren.</translation>
    </message>
    <message>
        <source>{placeholder} stands for: {original} ({category}). This machine’s policy does not let it be shown.</source>
        <translation>{placeholder} steht für: {original} ({category}). Die Richtlinie dieses Rechners lässt nicht zu, dass es gezeigt wird.</translation>
    </message>
    <message>
        <source>{placeholder} stands for: {original} ({category}). Press to show it.</source>
        <translation>{placeholder} steht für: {original} ({category}). Drücken, um es zu zeigen.</translation>
    </message>
    <message>
        <source>Looked for: names of people, organisations and places, e-mail addresses, phone, bank, card, identity and tax numbers, network addresses, dates of birth, passwords and keys. Some may have been missed: read the text.</source>
        <translation>Gesucht wurde nach: Namen von Personen, Organisationen und Orten, E-Mail-Adressen, Telefon-, Konto-, Karten-, Ausweis- und Steuernummern, Netzwerkadressen, Geburtsdaten, Passwörtern und Schlüsseln. Manches kann übersehen worden sein: Lesen Sie den Text.</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>for small machines</source>
        <translation>für kleine Rechner</translation>
    </message>
    <message>
        <source>needs about {memory} of memory</source>
        <translation>braucht etwa {memory} Arbeitsspeicher</translation>
    </message>
    <message>
        <source>a Python package index</source>
        <translation>einem Python-Paketverzeichnis</translation>
    </message>
    <message>
        <source>{size}, from {place}</source>
        <translation>{size}, von {place}</translation>
    </message>
    <message>
        <source>It cannot be downloaded; choose a file that you have.</source>
        <translation>Es lässt sich nicht herunterladen; wählen Sie eine Datei, die Sie haben.</translation>
    </message>
    <message>
        <source>Comes from {place}.</source>
        <translation>Kommt von: {place}.</translation>
    </message>
    <message>
        <source>Comes from {place}, or else from {other}.</source>
        <translation>Kommt von: {place}, sonst von: {other}.</translation>
    </message>
    <message>
        <source>Hugging Face ({name})</source>
        <translation>Hugging Face ({name})</translation>
    </message>
    <message>
        <source>your company&apos;s mirror ({name})</source>
        <translation>der Spiegelserver Ihrer Firma ({name})</translation>
    </message>
    <message>
        <source>your company&apos;s folder ({name})</source>
        <translation>der Ordner Ihrer Firma ({name})</translation>
    </message>
    <message>
        <source>this machine&apos;s Python package index ({name})</source>
        <translation>Python-Paketindex dieses Rechners ({name})</translation>
    </message>
    <message>
        <source>You have chosen this model.</source>
        <translation>Sie haben dieses Modell gewählt.</translation>
    </message>
    <message>
        <source>Stopped. It goes on from where it was.</source>
        <translation>Angehalten. Beim Fortsetzen geht es dort weiter.</translation>
    </message>
    <message>
        <source>Waiting for an answer…</source>
        <translation>Wartet auf Antwort…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>A file of your own; see its publisher&apos;s terms.</source>
        <translation>Eine eigene Datei; siehe die Bedingungen ihres Herausgebers.</translation>
    </message>
    <message>
        <source>May be used, changed and passed on, also commercially, if the licence and its notices go with it.</source>
        <translation>Freie Nutzung, Änderung und Weitergabe, auch gewerblich, mit Lizenz und Hinweisen.</translation>
    </message>
</context>
<context>
    <name>numbers</name>
    <message>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>p. {page}</source>
        <translation>S. {page}</translation>
    </message>
    <message>
        <source>pp. {first}–{last}</source>
        <translation>S. {first}–{last}</translation>
    </message>
</context>
<context>
    <name>prices</name>
    <message>
        <source>at any address</source>
        <translation>bei jeder Adresse</translation>
    </message>
    <message>
        <source>at {host}</source>
        <translation>bei {host}</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>überall</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>yours, {day}</source>
        <translation>Ihrer, {day}</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>Ihrer</translation>
    </message>
    <message>
        <source>listed, {day}</source>
        <translation>Liste, {day}</translation>
    </message>
</context>
<context>
    <name>privacy</name>
    <message>
        <source>Text and index of documents</source>
        <translation>Text und Index der Dokumente</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>Bedeutungssuche</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Unterhaltungen</translation>
    </message>
    <message>
        <source>Summaries</source>
        <translation>Zusammenfassungen</translation>
    </message>
    <message>
        <source>Reports of faults</source>
        <translation>Fehlerberichte</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>quotes</name>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>es lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>its name or folder is not valid text</source>
        <translation>der Name oder Ordner ist kein gültiger Text</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>kein Grund angegeben</translation>
    </message>
    <message>
        <source>the system refused it</source>
        <translation>das System hat es verweigert</translation>
    </message>
    <message>
        <source>no such file or directory</source>
        <translation>keine solche Datei</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>Fehler beim Lesen des Datenträgers</translation>
    </message>
    <message>
        <source>{pages} pages; at most {limit} can be read</source>
        <translation>{pages} Seiten; höchstens {limit} können gelesen werden</translation>
    </message>
    <message>
        <source>{count} pieces of text</source>
        <translation>{count} Textstücke</translation>
    </message>
    <message>
        <source>a folder is in its place</source>
        <translation>an seiner Stelle liegt ein Ordner</translation>
    </message>
    <message>
        <source>its checksum is wrong</source>
        <translation>die Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>it has no chat template</source>
        <translation>es hat keine Chat-Vorlage</translation>
    </message>
    <message>
        <source>it compares texts and writes none</source>
        <translation>es vergleicht Texte und schreibt keine</translation>
    </message>
    <message>
        <source>it is not a GGUF file</source>
        <translation>es ist keine GGUF-Datei</translation>
    </message>
    <message>
        <source>it has no weights</source>
        <translation>es hat keine Gewichte</translation>
    </message>
    <message>
        <source>it is one part of a model in several files</source>
        <translation>es ist ein Teil eines Modells aus mehreren Dateien</translation>
    </message>
    <message>
        <source>it is a {architecture} model without attention heads</source>
        <translation>es ist ein {architecture}-Modell ohne Attention-Köpfe</translation>
    </message>
    <message>
        <source>its GGUF version is {version}</source>
        <translation>es hat die GGUF-Version {version}</translation>
    </message>
    <message>
        <source>the type {kind} of its weights is not known</source>
        <translation>der Typ {kind} der Gewichte ist unbekannt</translation>
    </message>
    <message>
        <source>it is cut short: {size} of {whole} bytes</source>
        <translation>es ist abgeschnitten: {size} von {whole} Bytes</translation>
    </message>
    <message>
        <source>it ends in the middle of its head</source>
        <translation>es endet mitten im Kopf</translation>
    </message>
    <message>
        <source>{size} of {whole} bytes</source>
        <translation>{size} von {whole} Bytes</translation>
    </message>
    <message>
        <source>loading it made the engine fail</source>
        <translation>beim Laden ist die Engine gescheitert</translation>
    </message>
    <message>
        <source>its process was ended by {signal}</source>
        <translation>der Prozess wurde durch {signal} beendet</translation>
    </message>
    <message>
        <source>its process ended with status {status}</source>
        <translation>der Prozess endete mit Status {status}</translation>
    </message>
    <message>
        <source>the model needs {needed} GB, and {free} GB are free</source>
        <translation>das Modell braucht {needed} GB, und {free} GB sind frei</translation>
    </message>
    <message>
        <source>a context of {size} tokens does not fit</source>
        <translation>ein Kontext von {size} Token passt nicht</translation>
    </message>
    <message>
        <source>‘{file}’ does not fit</source>
        <translation>„{file}“ passt nicht hinein</translation>
    </message>
    <message>
        <source>{gpu} is not used: this build of the engine has no support for it</source>
        <translation>{gpu} wird nicht benutzt: Diese Fassung der Engine unterstützt sie nicht</translation>
    </message>
    <message>
        <source>there is no terminal to type it at</source>
        <translation>es gibt kein Terminal, um ihn einzugeben</translation>
    </message>
    <message>
        <source>none is kept on this machine, and there is no terminal to type it at</source>
        <translation>auf diesem Rechner ist keiner hinterlegt, und es gibt kein Terminal, um ihn einzugeben</translation>
    </message>
    <message>
        <source>this system has no keyring that is running, and there is no terminal to type it at</source>
        <translation>auf diesem System läuft kein Schlüsselbund, und es gibt kein Terminal, um ihn einzugeben</translation>
    </message>
    <message>
        <source>this machine&apos;s policy keeps what was sent</source>
        <translation>die Richtlinie dieses Rechners behält, was gesendet wurde</translation>
    </message>
    <message>
        <source>this machine&apos;s policy forbids downloads</source>
        <translation>die Richtlinie dieses Rechners verbietet Downloads</translation>
    </message>
    <message>
        <source>this edition does not download; import the model&apos;s file</source>
        <translation>diese Ausgabe lädt nichts herunter; importieren Sie die Modelldatei</translation>
    </message>
    <message>
        <source>there is no source that this edition can ask; import the file instead</source>
        <translation>es gibt keine Quelle, die diese Ausgabe fragen kann; importieren Sie stattdessen die Datei</translation>
    </message>
    <message>
        <source>it cannot be reached</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>it stopped answering</source>
        <translation>antwortet nicht mehr</translation>
    </message>
    <message>
        <source>it answers {status}</source>
        <translation>antwortet mit {status}</translation>
    </message>
    <message>
        <source>the connection broke off</source>
        <translation>die Verbindung brach ab</translation>
    </message>
    <message>
        <source>no connection within {seconds} seconds</source>
        <translation>keine Verbindung innerhalb von {seconds} Sekunden</translation>
    </message>
    <message>
        <source>no answer within {seconds} seconds</source>
        <translation>keine Antwort innerhalb von {seconds} Sekunden</translation>
    </message>
    <message>
        <source>this machine&apos;s proxy settings cannot be used</source>
        <translation>die Proxy-Einstellungen dieses Rechners sind nicht brauchbar</translation>
    </message>
    <message>
        <source>what arrived is not the file that was expected (its checksum differs)</source>
        <translation>was ankam, ist nicht die erwartete Datei (andere Prüfsumme)</translation>
    </message>
    <message>
        <source>it leads to an address that is not encrypted</source>
        <translation>führt zu einer unverschlüsselten Adresse</translation>
    </message>
    <message>
        <source>it leads from one address to the next without end</source>
        <translation>führt endlos von einer Adresse zur nächsten</translation>
    </message>
    <message>
        <source>pip could not get {package}</source>
        <translation>pip konnte {package} nicht holen</translation>
    </message>
    <message>
        <source>its package has another content</source>
        <translation>das Paket hat einen anderen Inhalt</translation>
    </message>
    <message>
        <source>its package is damaged</source>
        <translation>das Paket ist beschädigt</translation>
    </message>
    <message>
        <source>it sends more than the file has</source>
        <translation>sendet mehr, als die Datei hat</translation>
    </message>
    <message>
        <source>what the model here wrote did not hold</source>
        <translation>was das Modell hier geschrieben hat, hielt nicht stand</translation>
    </message>
    <message>
        <source>a part of the answer is supported by nothing</source>
        <translation>ein Teil der Antwort ist durch nichts belegt</translation>
    </message>
    <message>
        <source>the question asks for reasons</source>
        <translation>die Frage fragt nach Gründen</translation>
    </message>
    <message>
        <source>the question takes several figures together</source>
        <translation>die Frage verbindet mehrere Zahlen</translation>
    </message>
    <message>
        <source>the question compares several things</source>
        <translation>die Frage vergleicht mehreres</translation>
    </message>
    <message>
        <source>the question asks for several things</source>
        <translation>die Frage fragt nach mehrerem</translation>
    </message>
    <message>
        <source>there are passages that come near, and the model here found no answer in them</source>
        <translation>es gibt Stellen, die nahekommen, und das Modell hier hat darin keine Antwort gefunden</translation>
    </message>
    <message>
        <source>it is no adapter</source>
        <translation>es ist kein Adapter</translation>
    </message>
    <message>
        <source>it is not there</source>
        <translation>er ist nicht da</translation>
    </message>
    <message>
        <source>it is an adapter of another kind than LoRA</source>
        <translation>es ist ein Adapter anderer Art als LoRA</translation>
    </message>
    <message>
        <source>it changes nothing</source>
        <translation>er ändert nichts</translation>
    </message>
    <message>
        <source>its numbers are of a kind that adapters do not have</source>
        <translation>seine Zahlen sind von einer Art, die Adapter nicht haben</translation>
    </message>
    <message>
        <source>it holds more than an adapter does: {name}</source>
        <translation>er enthält mehr als ein Adapter: {name}</translation>
    </message>
    <message>
        <source>it was made for {mine} models, and ‘{model}’ is a {its} model</source>
        <translation>er wurde für {mine}-Modelle gemacht, und „{model}“ ist ein {its}-Modell</translation>
    </message>
    <message>
        <source>it was made for another model than ‘{model}’: the sizes differ</source>
        <translation>er wurde für ein anderes Modell als „{model}“ gemacht: Die Größen sind verschieden</translation>
    </message>
    <message>
        <source>it was made for another model than ‘{model}’: that has no {name}</source>
        <translation>er wurde für ein anderes Modell als „{model}“ gemacht: Das hat kein {name}</translation>
    </message>
    <message>
        <source>it is meant to work from a certain word on, which this program does not do</source>
        <translation>er soll erst von einem bestimmten Wort an wirken, was dieses Programm nicht kann</translation>
    </message>
    <message>
        <source>it changes the words of ‘{model}’, which that uses twice; the engine cannot do that</source>
        <translation>er ändert die Wörter von „{model}“, die dieses doppelt benutzt; das kann die Maschine nicht</translation>
    </message>
    <message>
        <source>it turns texts into vectors and writes none</source>
        <translation>es macht aus Texten Vektoren und schreibt keine</translation>
    </message>
    <message>
        <source>it is a draft model, which only helps another one along</source>
        <translation>es ist ein Entwurfsmodell, das nur einem anderen vorarbeitet</translation>
    </message>
    <message>
        <source>it writes by diffusion, which this program cannot do</source>
        <translation>es schreibt durch Diffusion, und das kann dieses Programm nicht</translation>
    </message>
    <message>
        <source>it makes sound and no text</source>
        <translation>es erzeugt Töne und keinen Text</translation>
    </message>
    <message>
        <source>it reads pictures for another model and writes no text</source>
        <translation>es liest Bilder für ein anderes Modell und schreibt keinen Text</translation>
    </message>
    <message>
        <source>it translates one text into another and cannot chat</source>
        <translation>es überträgt einen Text in einen anderen und kann keine Gespräche führen</translation>
    </message>
    <message>
        <source>it is an adapter, which changes another model</source>
        <translation>es ist ein Adapter, der ein anderes Modell verändert</translation>
    </message>
    <message>
        <source>it holds measurements for making models smaller, and no model</source>
        <translation>es enthält Messwerte zum Verkleinern von Modellen und kein Modell</translation>
    </message>
    <message>
        <source>the engine does not know the architecture {architecture}</source>
        <translation>die Engine kennt die Architektur {architecture} nicht</translation>
    </message>
    <message>
        <source>its context of {count} tokens is too short</source>
        <translation>sein Kontext von {count} Token ist zu kurz</translation>
    </message>
    <message>
        <source>it stretches its context in a way that is not known</source>
        <translation>es dehnt seinen Kontext auf eine unbekannte Weise</translation>
    </message>
    <message>
        <source>its tensors overlap or leave gaps</source>
        <translation>seine Tensoren überlappen sich oder lassen Lücken</translation>
    </message>
    <message>
        <source>the weights of its tokens are missing</source>
        <translation>die Gewichte seiner Token fehlen</translation>
    </message>
    <message>
        <source>its width does not agree with its weights</source>
        <translation>seine Breite passt nicht zu seinen Gewichten</translation>
    </message>
    <message>
        <source>its vocabulary does not agree with its weights</source>
        <translation>sein Vokabular passt nicht zu seinen Gewichten</translation>
    </message>
    <message>
        <source>its number of layers does not agree with its weights</source>
        <translation>die Zahl seiner Schichten passt nicht zu seinen Gewichten</translation>
    </message>
    <message>
        <source>its attention heads do not agree</source>
        <translation>die Zahlen seiner Aufmerksamkeitsköpfe widersprechen sich</translation>
    </message>
    <message>
        <source>its attention heads do not agree with its weights</source>
        <translation>seine Aufmerksamkeitsköpfe passen nicht zu seinen Gewichten</translation>
    </message>
    <message>
        <source>its numbers of experts do not agree</source>
        <translation>die Zahlen seiner Experten widersprechen sich</translation>
    </message>
    <message>
        <source>a token of its vocabulary is there twice</source>
        <translation>ein Token seines Vokabulars ist doppelt vorhanden</translation>
    </message>
    <message>
        <source>its chat template is no template</source>
        <translation>seine Gesprächsvorlage ist keine Vorlage</translation>
    </message>
    <message>
        <source>its weights give no numbers</source>
        <translation>seine Gewichte ergeben keine Zahlen</translation>
    </message>
    <message>
        <source>the engine failed at its first words</source>
        <translation>bei seinen ersten Wörtern ist die Engine gescheitert</translation>
    </message>
    <message>
        <source>{gpu} is not used: the model did not load on it ({reason})</source>
        <translation>{gpu} wird nicht benutzt: Das Modell ließ sich nicht darauf laden ({reason})</translation>
    </message>
    <message>
        <source>{gpu} is not used: {free} GB of its memory are free, too little for a part of the model</source>
        <translation>{gpu} wird nicht benutzt: {free} GB Speicher sind darauf frei, zu wenig für einen Teil des Modells</translation>
    </message>
    <message>
        <source>{gpu} is not used: the engine failed on it</source>
        <translation>{gpu} wird nicht benutzt: Die Engine ist darauf abgestürzt</translation>
    </message>
    <message>
        <source>{gpu} is not used: the engine cannot reach it ({reason})</source>
        <translation>{gpu} wird nicht benutzt: Die Engine erreicht sie nicht ({reason})</translation>
    </message>
    <message>
        <source>its driver does not answer</source>
        <translation>ihr Treiber antwortet nicht</translation>
    </message>
    <message>
        <source>its driver failed</source>
        <translation>ihr Treiber ist abgestürzt</translation>
    </message>
    <message>
        <source>its driver is not installed</source>
        <translation>ihr Treiber ist nicht installiert</translation>
    </message>
    <message>
        <source>it lists none</source>
        <translation>sie findet keine</translation>
    </message>
    <message>
        <source>{layers} of {whole} layers are on the GPU: {free} GB of its memory were free</source>
        <translation>{layers} von {whole} Schichten sind auf der GPU: {free} GB ihres Speichers waren frei</translation>
    </message>
    <message>
        <source>{layers} of {whole} layers are on the GPU: its memory did not suffice for more</source>
        <translation>{layers} von {whole} Schichten sind auf der GPU: Für mehr reichte ihr Speicher nicht</translation>
    </message>
    <message>
        <source>{note}; memory is short, so the keys of the cache are kept in eight bits</source>
        <translation>{note}; der Speicher ist knapp, deshalb stehen die Schlüssel des Zwischenspeichers in acht Bit</translation>
    </message>
    <message>
        <source>memory is short, so the keys of the cache are kept in eight bits</source>
        <translation>der Speicher ist knapp, deshalb stehen die Schlüssel des Zwischenspeichers in acht Bit</translation>
    </message>
    <message>
        <source>the GPU is turned off</source>
        <translation>die GPU ist abgeschaltet</translation>
    </message>
    <message>
        <source>no GPU was found</source>
        <translation>es wurde keine GPU gefunden</translation>
    </message>
    <message>
        <source>no GPU was found, and this build of the engine supports none</source>
        <translation>es wurde keine GPU gefunden, und diese Fassung der Engine unterstützt keine</translation>
    </message>
    <message>
        <source>this machine&apos;s policy forbids sending anything to the cloud</source>
        <translation>die Richtlinie dieses Rechners verbietet, etwas in die Cloud zu senden</translation>
    </message>
    <message>
        <source>this machine&apos;s policy allows other addresses only</source>
        <translation>die Richtlinie dieses Rechners erlaubt nur andere Adressen</translation>
    </message>
    <message>
        <source>this machine&apos;s policy allows other models only</source>
        <translation>die Richtlinie dieses Rechners erlaubt nur andere Modelle</translation>
    </message>
    <message>
        <source>this machine&apos;s policy wants something masked that this version does not know</source>
        <translation>die Richtlinie dieses Rechners verlangt eine Maskierung, die diese Version nicht kennt</translation>
    </message>
    <message>
        <source>it is not what was approved</source>
        <translation>es ist nicht das, was freigegeben wurde</translation>
    </message>
    <message>
        <source>it names another model than was approved</source>
        <translation>es nennt ein anderes Modell als das freigegebene</translation>
    </message>
    <message>
        <source>it goes to another address than was approved</source>
        <translation>es geht an eine andere Adresse als die freigegebene</translation>
    </message>
    <message>
        <source>it was approved for one time</source>
        <translation>es wurde für ein Mal freigegeben</translation>
    </message>
    <message>
        <source>it is longer than {size} MB</source>
        <translation>sie ist länger als {size} MB</translation>
    </message>
    <message>
        <source>none is kept on this machine</source>
        <translation>auf diesem Rechner ist keiner hinterlegt</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>er ist leer</translation>
    </message>
    <message>
        <source>it has characters that no key has</source>
        <translation>er hat Zeichen, die kein Schlüssel hat</translation>
    </message>
    <message>
        <source>it refuses this one</source>
        <translation>diesen weist er ab</translation>
    </message>
    <message>
        <source>it refuses this one ({status})</source>
        <translation>diesen weist er ab ({status})</translation>
    </message>
    <message>
        <source>it refuses this one ({status}): ‘{words}’</source>
        <translation>diesen weist er ab ({status}): „{words}“</translation>
    </message>
    <message>
        <source>it gives no reason</source>
        <translation>er nennt keinen Grund</translation>
    </message>
    <message>
        <source>it answers {status}: ‘{words}’</source>
        <translation>er antwortet mit {status}: „{words}“</translation>
    </message>
    <message>
        <source>‘{words}’ ({status})</source>
        <translation>„{words}“ ({status})</translation>
    </message>
    <message>
        <source>‘{words}’</source>
        <translation>„{words}“</translation>
    </message>
    <message>
        <source>a web page comes instead of an answer</source>
        <translation>statt einer Antwort kommt eine Webseite</translation>
    </message>
    <message>
        <source>it leads to another address, which is not followed</source>
        <translation>er führt zu einer anderen Adresse, der nicht gefolgt wird</translation>
    </message>
    <message>
        <source>what it sends is no answer</source>
        <translation>was er sendet, ist keine Antwort</translation>
    </message>
    <message>
        <source>it sends more than an answer has</source>
        <translation>er sendet mehr, als eine Antwort hat</translation>
    </message>
    <message>
        <source>it did not come to an end in time</source>
        <translation>sie kam nicht rechtzeitig zum Ende</translation>
    </message>
    <message>
        <source>it broke off: ‘{words}’</source>
        <translation>sie brach ab: „{words}“</translation>
    </message>
    <message>
        <source>{reason}; it is tried again in {seconds} seconds</source>
        <translation>{reason}; in {seconds} Sekunden folgt ein neuer Versuch</translation>
    </message>
    <message>
        <source>this edition sends nothing to models elsewhere</source>
        <translation>diese Ausgabe schickt nichts an Modelle anderswo</translation>
    </message>
    <message>
        <source>its name has neither a letter nor a digit</source>
        <translation>der Name hat weder einen Buchstaben noch eine Ziffer</translation>
    </message>
    <message>
        <source>it has no address</source>
        <translation>es fehlt eine Adresse</translation>
    </message>
    <message>
        <source>it names no model</source>
        <translation>es wird kein Modell genannt</translation>
    </message>
    <message>
        <source>another one has this name</source>
        <translation>ein anderes heißt schon so</translation>
    </message>
    <message>
        <source>nobody has approved it</source>
        <translation>niemand hat es freigegeben</translation>
    </message>
    <message>
        <source>what would leave now is not what was approved</source>
        <translation>was jetzt hinausginge, ist nicht das, was freigegeben wurde</translation>
    </message>
    <message>
        <source>no preview of this text to this address was printed here</source>
        <translation>von diesem Text an diese Adresse wurde hier keine Vorschau ausgegeben</translation>
    </message>
    <message>
        <source>it is no text in UTF-8</source>
        <translation>es ist kein Text in UTF-8</translation>
    </message>
    <message>
        <source>its row {number} has no ‘{name}’</source>
        <translation>ihre Zeile {number} hat kein „{name}“</translation>
    </message>
    <message>
        <source>‘{value}’ is no price</source>
        <translation>„{value}“ ist kein Preis</translation>
    </message>
    <message>
        <source>‘{value}’ is no text</source>
        <translation>„{value}“ ist kein Text</translation>
    </message>
    <message>
        <source>‘{value}’ is no row</source>
        <translation>„{value}“ ist keine Zeile</translation>
    </message>
    <message>
        <source>‘{value}’ is no number of tokens</source>
        <translation>„{value}“ ist keine Anzahl von Token</translation>
    </message>
    <message>
        <source>‘{value}’ is no currency</source>
        <translation>„{value}“ ist keine Währung</translation>
    </message>
    <message>
        <source>‘{value}’ is no name of a model</source>
        <translation>„{value}“ ist kein Name eines Modells</translation>
    </message>
    <message>
        <source>‘{value}’ is no host</source>
        <translation>„{value}“ ist kein Rechnername</translation>
    </message>
    <message>
        <source>this system has none that is running</source>
        <translation>auf diesem System läuft keiner</translation>
    </message>
    <message>
        <source>it is locked</source>
        <translation>er ist gesperrt</translation>
    </message>
    <message>
        <source>it does not answer as it should</source>
        <translation>er antwortet nicht, wie er soll</translation>
    </message>
    <message>
        <source>its name is not known to this network</source>
        <translation>dieses Netz kennt den Namen nicht</translation>
    </message>
    <message>
        <source>its address cannot be used</source>
        <translation>die Adresse ist nicht brauchbar</translation>
    </message>
    <message>
        <source>it is too busy ({status})</source>
        <translation>zu viel Andrang ({status})</translation>
    </message>
    <message>
        <source>it does not give the file out ({status})</source>
        <translation>die Datei wird nicht herausgegeben ({status})</translation>
    </message>
    <message>
        <source>the file is not there ({status})</source>
        <translation>die Datei ist nicht da ({status})</translation>
    </message>
    <message>
        <source>the file is not there</source>
        <translation>die Datei ist nicht da</translation>
    </message>
    <message>
        <source>the file ended early</source>
        <translation>die Datei endete zu früh</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>a web page comes instead of the file</source>
        <translation>statt der Datei kommt eine Webseite</translation>
    </message>
    <message>
        <source>its file has another length than the one that was expected</source>
        <translation>die Datei dort hat eine andere Länge als erwartet</translation>
    </message>
    <message>
        <source>its file is not the one that was expected (its checksum differs)</source>
        <translation>die Datei dort ist nicht die erwartete (ihre Prüfsumme weicht ab)</translation>
    </message>
    <message>
        <source>what arrives is not the file that was expected (its checksum differs)</source>
        <translation>was ankommt, ist nicht die erwartete Datei (die Prüfsumme weicht ab)</translation>
    </message>
    <message>
        <source>what arrives is damaged on its way</source>
        <translation>was ankommt, wird unterwegs beschädigt</translation>
    </message>
    <message>
        <source>its address is not encrypted</source>
        <translation>die Adresse ist unverschlüsselt</translation>
    </message>
    <message>
        <source>the proxy {proxy} is of a kind that is not spoken here ({scheme})</source>
        <translation>der Proxy {proxy} ist von einer Art, die Inglenook nicht beherrscht ({scheme})</translation>
    </message>
    <message>
        <source>the proxy {proxy} cannot be reached</source>
        <translation>der Proxy {proxy} ist nicht erreichbar</translation>
    </message>
    <message>
        <source>the name of the proxy {proxy} is not known</source>
        <translation>der Name des Proxys {proxy} ist nicht bekannt</translation>
    </message>
    <message>
        <source>the proxy {proxy} asks for a user and password</source>
        <translation>der Proxy {proxy} verlangt Namen und Kennwort</translation>
    </message>
    <message>
        <source>the proxy {proxy} does not take the user and password that it was given</source>
        <translation>der Proxy {proxy} nimmt Namen und Kennwort nicht an</translation>
    </message>
    <message>
        <source>the proxy {proxy} refuses the connection ({status})</source>
        <translation>der Proxy {proxy} lehnt die Verbindung ab ({status})</translation>
    </message>
    <message>
        <source>the proxy {proxy} cannot reach it ({status})</source>
        <translation>der Proxy {proxy} erreicht die Adresse nicht ({status})</translation>
    </message>
    <message>
        <source>no encrypted connection to it comes about</source>
        <translation>es kommt keine verschlüsselte Verbindung zustande</translation>
    </message>
    <message>
        <source>its certificate is not valid today</source>
        <translation>das Zertifikat gilt heute nicht</translation>
    </message>
    <message>
        <source>its certificate is made out to another name</source>
        <translation>das Zertifikat lautet auf einen anderen Namen</translation>
    </message>
    <message>
        <source>its certificate comes from an authority that this machine does not know</source>
        <translation>das Zertifikat stammt von einer Stelle, die dieser Rechner nicht kennt</translation>
    </message>
    <message>
        <source>only the mirrors of this machine&apos;s policy may be asked, and none has this model</source>
        <translation>nur die Spiegelserver der Richtlinie dieses Rechners dürfen gefragt werden, und keiner hat dieses Modell</translation>
    </message>
    <message>
        <source>Another Inglenook is fetching this model; waiting for it.</source>
        <translation>Ein anderes Inglenook holt dieses Modell; es wird darauf gewartet.</translation>
    </message>
    <message>
        <source>A part arrived damaged; it is fetched again.</source>
        <translation>Ein Teil kam beschädigt an; er wird noch einmal geholt.</translation>
    </message>
    <message>
        <source>The file there has changed since the download began; it begins anew.</source>
        <translation>Die Datei dort hat sich seit Beginn des Downloads geändert; er beginnt von vorn.</translation>
    </message>
    <message>
        <source>the model hub</source>
        <translation>der Modell-Hub</translation>
    </message>
    <message>
        <source>the package index</source>
        <translation>der Paketindex</translation>
    </message>
    <message>
        <source>the mirror {name}</source>
        <translation>der Spiegelserver {name}</translation>
    </message>
    <message>
        <source>the folder {name}</source>
        <translation>der Ordner {name}</translation>
    </message>
    <message>
        <source>The model hub: {problem}. Trying {next}.</source>
        <translation>Der Modell-Hub: {problem}. Als Nächstes: {next}.</translation>
    </message>
    <message>
        <source>The package index: {problem}. Trying {next}.</source>
        <translation>Der Paketindex: {problem}. Als Nächstes: {next}.</translation>
    </message>
    <message>
        <source>The mirror {name}: {problem}. Trying {next}.</source>
        <translation>Der Spiegelserver {name}: {problem}. Als Nächstes: {next}.</translation>
    </message>
    <message>
        <source>The folder {name}: {problem}. Trying {next}.</source>
        <translation>Der Ordner {name}: {problem}. Als Nächstes: {next}.</translation>
    </message>
    <message>
        <source>The model hub: {problem}.</source>
        <translation>Der Modell-Hub: {problem}.</translation>
    </message>
    <message>
        <source>The package index: {problem}.</source>
        <translation>Der Paketindex: {problem}.</translation>
    </message>
    <message>
        <source>The mirror {name}: {problem}.</source>
        <translation>Der Spiegelserver {name}: {problem}.</translation>
    </message>
    <message>
        <source>The folder {name}: {problem}.</source>
        <translation>Der Ordner {name}: {problem}.</translation>
    </message>
    <message>
        <source>the model hub: {problem}</source>
        <translation>der Modell-Hub: {problem}</translation>
    </message>
    <message>
        <source>the package index: {problem}</source>
        <translation>der Paketindex: {problem}</translation>
    </message>
    <message>
        <source>the mirror {name}: {problem}</source>
        <translation>der Spiegelserver {name}: {problem}</translation>
    </message>
    <message>
        <source>the folder {name}: {problem}</source>
        <translation>der Ordner {name}: {problem}</translation>
    </message>
</context>
<context>
    <name>recommendation</name>
    <message>
        <source>{name} is the largest that suits this machine: it fits into the {gpu_memory} that {gpu} has free.</source>
        <translation>{name} ist das größte, das zu diesem Rechner passt: Es passt in die {gpu_memory}, die auf {gpu} frei sind.</translation>
    </message>
    <message>
        <source>Inglenook&apos;s answers were measured with it.</source>
        <translation>Mit ihm wurden die Antworten von Inglenook gemessen.</translation>
    </message>
    <message>
        <source>Inglenook&apos;s answers were not measured with it, only with {measured}.</source>
        <translation>Die Antworten von Inglenook wurden nicht mit ihm gemessen, nur mit {measured}.</translation>
    </message>
    <message>
        <source>It needs about {needed} of memory and {free} are free now: close other programs before you ask.</source>
        <translation>Es braucht etwa {needed} Arbeitsspeicher, und {free} sind jetzt frei: Schließen Sie andere Programme, bevor Sie fragen.</translation>
    </message>
    <message>
        <source>{name} is the largest that suits this machine&apos;s {memory} of memory.</source>
        <translation>{name} ist das größte, das zu den {memory} Arbeitsspeicher dieses Rechners passt.</translation>
    </message>
    <message>
        <source>{name} is the largest that begins an answer within about {seconds} seconds on this processor, with {threads} threads.</source>
        <translation>{name} ist das größte, das auf diesem Prozessor mit {threads} Threads innerhalb von etwa {seconds} Sekunden zu antworten beginnt.</translation>
    </message>
    <message>
        <source>{name} is the largest that this machine&apos;s disk has room for, with {disk} free.</source>
        <translation>{name} ist das größte, für das auf der Festplatte Platz ist; {disk} sind frei.</translation>
    </message>
    <message>
        <source>{name} is the largest that Inglenook knows, and this machine has the memory and the speed for it.</source>
        <translation>{name} ist das größte, das Inglenook kennt, und dieser Rechner hat den Speicher und das Tempo dafür.</translation>
    </message>
    <message>
        <source>{name} needs the least of all, but {memory} of memory are little for it, so it may be slow.</source>
        <translation>{name} braucht am wenigsten von allen, aber {memory} Arbeitsspeicher sind knapp dafür, sodass es langsam sein kann.</translation>
    </message>
    <message>
        <source>{name} needs the least of all, but it will take long to begin an answer on this processor.</source>
        <translation>{name} braucht am wenigsten von allen, wird auf diesem Prozessor aber lange brauchen, bis eine Antwort beginnt.</translation>
    </message>
    <message>
        <source>{name} needs the least of all, but the disk has only {disk} free: make room first.</source>
        <translation>{name} braucht am wenigsten von allen, aber auf der Festplatte sind nur {disk} frei: Schaffen Sie zuerst Platz.</translation>
    </message>
</context>
<context>
    <name>remarks</name>
    <message>
        <source>Understood as: {question}</source>
        <translation>Verstanden als: {question}</translation>
    </message>
    <message>
        <source>It follows an earlier question: {earlier}</source>
        <translation>Schließt an eine frühere Frage an: {earlier}</translation>
    </message>
    <message>
        <source>Read together with the question before: {earlier}</source>
        <translation>Zusammen mit der vorigen Frage gelesen: {earlier}</translation>
    </message>
    <message>
        <source>Of the answer before, only the beginning was taken into account.</source>
        <translation>Von der vorigen Antwort wurde nur der Anfang berücksichtigt.</translation>
    </message>
    <message>
        <source>What was said earlier in the conversation was not taken into account. Name what you mean.</source>
        <translation>Was im Gespräch früher gesagt wurde, blieb unberücksichtigt. Nennen Sie, was Sie meinen.</translation>
    </message>
</context>
<context>
    <name>sent</name>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Korrektur</translation>
    </message>
    <message>
        <source>Steps of a question</source>
        <translation>Schritte einer Frage</translation>
    </message>
    <message>
        <source>Findings of steps</source>
        <translation>Befunde zu Schritten</translation>
    </message>
    <message>
        <source>about {count} tokens</source>
        <translation>etwa {count} Token</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>the answer broke off</source>
        <translation>die Antwort brach ab</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>nicht beantwortet</translation>
    </message>
    <message>
        <source>nothing has left</source>
        <translation>nichts ging hinaus</translation>
    </message>
    <message>
        <source>stopped; it may have left</source>
        <translation>angehalten; es kann hinausgegangen sein</translation>
    </message>
    <message>
        <source>stopped while the answer was coming</source>
        <translation>angehalten, während die Antwort kam</translation>
    </message>
    <message>
        <source>it is not known how it ended</source>
        <translation>wie es endete, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Gar nicht</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stages</name>
    <message>
        <source>asking a model elsewhere</source>
        <translation>Ein Modell anderswo wird gefragt</translation>
    </message>
    <message>
        <source>checking the answer</source>
        <translation>Antwort wird geprüft</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>Wird kopiert</translation>
    </message>
    <message>
        <source>download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>indexing words</source>
        <translation>Wörter werden neu verzeichnet</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>looking up</source>
        <translation>wird nachgeschlagen</translation>
    </message>
    <message>
        <source>preparing search by meaning</source>
        <translation>Bedeutungssuche wird vorbereitet</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>reading everything</source>
        <translation>Alles wird gelesen</translation>
    </message>
    <message>
        <source>reading passages</source>
        <translation>Textstellen werden gelesen</translation>
    </message>
    <message>
        <source>reading scanned pages</source>
        <translation>gescannte Seiten werden gelesen</translation>
    </message>
    <message>
        <source>searching</source>
        <translation>Suche läuft</translation>
    </message>
    <message>
        <source>summarising</source>
        <translation>Zusammenfassung entsteht</translation>
    </message>
    <message>
        <source>writing and checking</source>
        <translation>Antwort wird geschrieben und geprüft</translation>
    </message>
</context>
<context>
    <name>suggestions</name>
    <message>
        <source>what the model here wrote did not hold</source>
        <translation>was das Modell hier schrieb, hielt nicht stand</translation>
    </message>
    <message>
        <source>a part of the answer is supported by nothing</source>
        <translation>ein Teil der Antwort ist durch nichts belegt</translation>
    </message>
    <message>
        <source>the question asks for reasons</source>
        <translation>die Frage verlangt Gründe</translation>
    </message>
    <message>
        <source>the question takes several figures together</source>
        <translation>die Frage nimmt mehrere Zahlen zusammen</translation>
    </message>
    <message>
        <source>the question compares several things</source>
        <translation>die Frage vergleicht mehrere Dinge</translation>
    </message>
    <message>
        <source>the question asks for several things</source>
        <translation>die Frage fragt nach mehreren Dingen</translation>
    </message>
    <message>
        <source>there are passages that come near, and the model here found no answer in them</source>
        <translation>es gibt Stellen, die nahekommen, und das Modell hier fand in ihnen keine Antwort</translation>
    </message>
</context>
<context>
    <name>summary</name>
    <message numerus="yes">
        <source>A summary was begun: {done} of %n section(s) are done.</source>
        <translation>
            <numerusform>Eine Zusammenfassung wurde begonnen: {done} von %n Abschnitt ist fertig.</numerusform>
            <numerusform>Eine Zusammenfassung wurde begonnen: {done} von %n Abschnitten sind fertig.</numerusform>
        </translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>Kurz</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>Ausführlich</translation>
    </message>
    <message>
        <source>The most important points, in a few lines.</source>
        <translation>Die wichtigsten Punkte, in wenigen Zeilen.</translation>
    </message>
    <message>
        <source>The main points, and some of each section.</source>
        <translation>Die Hauptpunkte und einige aus jedem Abschnitt.</translation>
    </message>
    <message>
        <source>Many points of each section. Takes the longest.</source>
        <translation>Viele Punkte aus jedem Abschnitt. Dauert am längsten.</translation>
    </message>
    <message>
        <source>whole document</source>
        <translation>ganzes Dokument</translation>
    </message>
    <message numerus="yes">
        <source>Read {read} of %n page(s).</source>
        <translation>
            <numerusform>{read} von %n Seite gelesen.</numerusform>
            <numerusform>{read} von %n Seiten gelesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not read: {pages}.</source>
        <translation>Nicht gelesen: {pages}.</translation>
    </message>
    <message>
        <source>no text</source>
        <translation>kein Text</translation>
    </message>
    <message>
        <source>took too long</source>
        <translation>dauerte zu lange</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>Summary of {file}</source>
        <translation>Zusammenfassung von {file}</translation>
    </message>
</context>
<context>
    <name>time</name>
    <message numerus="yes">
        <source>%n seconds</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} Std. {minutes} Min.</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>noch {duration}</translation>
    </message>
</context>
</TS>
