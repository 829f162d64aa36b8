<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Answers</name>
    <message numerus="yes">
        <source>Supported in part, by %n passage(s)</source>
        <translation>
            <numerusform>Supported in part, by %n passage</numerusform>
            <numerusform>Supported in part, by %n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Supported by %n passage(s)</source>
        <translation>
            <numerusform>Supported by %n passage</numerusform>
            <numerusform>Supported by %n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read all %n page(s)</source>
        <translation>
            <numerusform>Read all of %n page</numerusform>
            <numerusform>Read all %n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Searched %n page(s)</source>
        <translation>
            <numerusform>Searched %n page</numerusform>
            <numerusform>Searched %n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n documents</source>
        <translation>
            <numerusform>of %n document</numerusform>
            <numerusform>of %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message numerus="yes">
        <source>Write a range such as 3-7; the document has %n page(s).</source>
        <translation>
            <numerusform>Write a range such as 3-7; the document has %n page.</numerusform>
            <numerusform>Write a range such as 3-7; the document has %n pages.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Conversations</name>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n question</numerusform>
            <numerusform>%n questions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiagnosticsPage</name>
    <message numerus="yes">
        <source>%n thing(s) need your attention.</source>
        <translation>
            <numerusform>%n thing needs your attention.</numerusform>
            <numerusform>%n things need your attention.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PricesPart</name>
    <message numerus="yes">
        <source>%n price(s) are your own.</source>
        <translation>
            <numerusform>%n price is your own.</numerusform>
            <numerusform>%n prices are your own.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProgressBar</name>
    <message numerus="yes">
        <source>Read {read} of %n page(s)</source>
        <translation>
            <numerusform>Read {read} of %n page</numerusform>
            <numerusform>Read {read} of %n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScopeBar</name>
    <message numerus="yes">
        <source>The document has %n page(s).</source>
        <translation>
            <numerusform>The document has %n page.</numerusform>
            <numerusform>The document has %n pages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All documents (%n)</source>
        <translation>
            <numerusform>All documents (%n)</numerusform>
            <numerusform>All documents (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SentPage</name>
    <message numerus="yes">
        <source>%n request(s) have left this machine.</source>
        <translation>
            <numerusform>%n request has left this machine.</numerusform>
            <numerusform>%n requests have left this machine.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message numerus="yes">
        <source>%n page(s) could not be read</source>
        <translation>
            <numerusform>%n page could not be read</numerusform>
            <numerusform>%n pages could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) have words that cannot be seen; answers leave them out</source>
        <translation>
            <numerusform>%n page has words that cannot be seen; answers leave them out</numerusform>
            <numerusform>%n pages have words that cannot be seen; answers leave them out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShelfModel</name>
    <message numerus="yes">
        <source>{collection}, %n document(s)</source>
        <translation>
            <numerusform>{collection}, %n document</numerusform>
            <numerusform>{collection}, %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n request(s) have left this machine</source>
        <translation>
            <numerusform>%n request has left this machine</numerusform>
            <numerusform>%n requests have left this machine</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message numerus="yes">
        <source>Removed %n document(s)</source>
        <translation>
            <numerusform>Removed %n document</numerusform>
            <numerusform>Removed %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message numerus="yes">
        <source>Asks again, and the model looks at every one of the %n page(s). This takes much longer.</source>
        <translation>
            <numerusform>Asks again, and the model looks at all of the %n page. This takes much longer.</numerusform>
            <numerusform>Asks again, and the model looks at every one of the %n pages. This takes much longer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sent</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>summary</name>
    <message numerus="yes">
        <source>A summary was begun: {done} of %n section(s) are done.</source>
        <translation>
            <numerusform>A summary was begun: {done} of %n section is done.</numerusform>
            <numerusform>A summary was begun: {done} of %n sections are done.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read {read} of %n page(s).</source>
        <translation>
            <numerusform>Read {read} of %n page.</numerusform>
            <numerusform>Read {read} of %n pages.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>time</name>
    <message numerus="yes">
        <source>%n seconds</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
</TS>
