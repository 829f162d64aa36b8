"""Words that carry grammar, not content, by language: articles, pronouns, prepositions, conjunctions, auxiliary verbs.

They tell a text's language, and a search passes them over. In lower case, with their accents.
"""

from functools import cache

_WORDS = {
    "en": """
        a about after all also am an and any are aren't as at be been before being between both but by can can't could
        couldn't did didn't do does doesn't doing don't during each for from had has have having he her here hers him his how
        i if in into is isn't it its just many me more most much my no nor not of off on once only or other our out over own
        please same shall she should so some such tell than that the their them then there these they this those through to
        too under until up upon us very was wasn't we were weren't what what's when where which while who whom whose why will
        with would you your""",
    "de": """
        ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist bitte da dabei
        dadurch dafür damit dann daran darauf daraus darf darin darüber das dass davon dazu dein dem den denn der deren des
        dessen die dies diese diesem diesen dieser dieses doch dort du durch dürfen ein eine einem einen einer eines er es
        etwa etwas euch euer für gegen gibt hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem
        ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jene kann kein keine keinem keinen keiner können
        konnte konnten man manche mehr mein mich mir mit muss müssen musste mussten nach nicht nichts noch nun nur ob oder ohne sehr sein
        seine seinem seinen seiner seit sich sie sind so solche soll sollen sollte sollten sondern sonst sowie über um und uns unser
        unter vom von vor wann war waren warum was wegen weil welche welchem welchen welcher welches wem wen wenn wer werde
        werden wessen wie wieder wieso will wir wird wo wofür womit wurde wurden würde würden zu zum zur zwar zwischen""",
    "fr": """
        a à afin ai ainsi alors après as au aucun aucune aussi autre autres aux avant avec avez avons ayant c ce ceci cela
        celle celles celui ces cet cette ceux chaque chez combien comme comment d dans de depuis des dès donc dont du elle elles en
        encore entre es est et étaient était étant été être eu eux fait faut ici il ils j je jusqu l la laquelle le lequel les
        lesquelles lesquels leur leurs lors lui m ma mais me même mes moi moins mon n ne ni non nos notre nous on ont ou où
        par parce pas pendant peu peut peuvent plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa
        sans se selon sera seront ses si soit son sont sous sur t ta tant te tes toi ton tous tout toute toutes très tu un une
        vers vos votre vous y""",
    "es": """
        a al algo algún alguna algunas alguno algunos ante antes aquel aquella así aún aunque bajo cada como cómo con contra
        cual cuál cuáles cualquier cuando cuándo cuanta cuánta cuántas cuanto cuánto cuántos de debe deben del desde donde
        dónde durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta está están estas este esto
        estos fue fueron ha haber había han hasta hay la las le les lo los más me mi mientras muy nada ni no nos nosotros o
        otra otras otro otros para pero poco por porque pues puede pueden que qué quien quién quienes quiénes se sea según ser
        si sí sido sin sobre solo son su sus también tan tanto te tiene tienen todo todos tras tu un una unas uno unos usted
        y ya yo""",
    "it": """
        a ad agli ai al alcuni alla alle allo anche ancora avere aveva c che chi ci ciascun coi col come con contro cosa così
        cui da dagli dai dal dall dalla dalle dallo degli dei del dell della delle dello dentro di dopo dove dovrà due durante
        e è ed era erano essere fino fra fu furono gli ha hanno i il in io l la le lei li lo loro lui ma mentre mi mia mio ne
        negli nei nel nell nella nelle nello noi non nostro o ogni oltre per perché più può possono prima presso qual quale
        quali quando quanta quante quanti quanto quella quelle quelli quello questa queste questi questo qui quindi salvo se
        secondo sei senza si sia siano sono sopra sotto stata stato su sua sue sugli sui sul sull sulla sulle suo suoi tra
        tutte tutti tutto un una uno va vanno vi viene voi""",
    "pt": """
        a à ao aos após aquela aquele aquilo as às até cada com como contra cujo da das de dela dele deles depois desde desta
        deste deve devem do dos durante e é ela elas ele eles em entre era eram essa essas esse esses esta está estão estas
        este estes eu foi foram há isso isto já lhe lhes mais mas me menos mesmo meu muito na não nas nem nenhum no nos nós
        nossa nosso num numa o onde os ou outra outras outro outros para pela pelas pelo pelos pode podem por porque pouco
        qual quais qualquer quando quanta quantas quanto quantos que quê quem se sem sempre sendo ser será seu seus sido só
        sob sobre sua suas também tem têm ter toda todas todo todos tudo um uma umas uns você""",
    "nl": """
        aan al alle alles als altijd andere ben bij binnen daar dan dat de der deze die dit doen door dus een eens en er geen
        haar had hadden heb hebben heeft hem hen het hier hij hoe hoeveel hun ik in indien is ja je kan kunnen kon maar mag
        meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze ook op over per reeds te tegen
        ten ter toch toen tot tussen u uit uw van veel vanaf voor waar waarom wanneer want waren was wat we wel welk welke werd
        werden wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zoals zonder zou""",
    "sv": """
        alla allt att av bara blev bli blir de dem den denna deras dess dessa det detta dig din ditt du där efter ej eller en
        enligt er ett från får för ha hade han hans har hon hur hos här i icke ifrån inom inte jag ju kan kunde man med mellan
        men mig min mot mycket ni nu när någon något några och om oss på samma sedan sig sin sina sitt ska skall skulle som så
        till under upp ur ut utan vad var vara varför varje vars vem vi vid vilka vilken vilket är än åt över""",
    "da": """
        af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din dog du efter eller en end er et
        for fra få får ham han hans har havde have hende her hos hun hvad hvem hver hvilke hvilken hvilket hvis hvor
        hvordan hvorfor hvornår i ikke ind ingen jeg jer kan kun kunne man mange med meget mellem men mig min mod må ned noget
        nogle nok nu når og også om op os over på samme sig sin skal skulle som sådan til ud uden under var ved vi vil ville
        være været""",
    "no": """
        alle alt at av blant ble bli blir da de dei deg dem den denne der deres dersom det dette din disse du eg eller en er
        et etter ett for fra få får før ha hadde han hans har henne her hun hva hvem hver hvilke hvilken hvis hvor hvordan
        hvorfor i ikke ikkje ingen inn jeg kan kun kunne man mange med meg mellom men min mot må ned noe noen nå når og også om
        opp oss over på samme seg sin skal skulle som så til um under ut uten var ved vi vil ville vært være""",
    "fi": """
        ei eivät eli ellei emme en ennen ettei että hän hänen he heidän ilman itse ja jo jonka jos joka jokainen jolla jossa
        jota jotka jälkeen kanssa kautta kuin kuinka kuka kun me mihin mikä milloin miksi minkä minä missä mitä mitkä mukaan
        mutta muu myös ne niiden niin niitä nyt oli olivat olla olleet ollut on ovat paljonko se sekä sen siellä siinä sitä sitten
        tai te tämä tämän tässä tätä tuo vaan vai vain vaikka voi voidaan voivat yli""",
}


@cache
def function_words(language: str) -> frozenset[str]:
    """Empty for a language whose grammar is not known here."""
    return frozenset(_WORDS.get(language, "").split())


@cache
def weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """What each function word says for which language: a word of several languages says less for each."""
    owners: dict[str, list[str]] = {}
    for language in _WORDS:
        for word in function_words(language):
            owners.setdefault(word, []).append(language)
    return {word: tuple((language, 1 / len(of)) for language in of) for word, of in owners.items()}
