"""The words by which mail programs of many languages announce a quoted mail."""

WROTE = (
    "wrote", "writes", "schrieb", "geschrieben", "a écrit", "écrit", "escribió", "escribio", "ha escrito",
    "ha scritto", "scrive", "schreef", "schreef het volgende", "geschreven", "het volgende geschreven",
    "escreveu", "skrev", "skrev følgende", "skrev följande", "napisał", "napisała", "napisał(a)", "pisze",
    "kirjoitti", "написал", "написала", "написал(а)", "пишет", "писал", "пише", "написав", "napsal",
    "napsala", "napsal(a)", "napísal", "napísal(a)", "írta", "ezt írta", "a scris", "yazdı", "şunu yazdı",
    "έγραψε", "a scrit", "va escriure", "写道", "寫道", "のメール", "のメッセージ", "書きました",
    "は書きました", "님이 작성", "작성", "kirjutas", "rašė", "rakstīja", "je napisao", "je napisal",
    "написа",
)  # fmt: skip
"""What stands at the end of `On …, … wrote:`."""

WROTE_INSIDE = (
    " wrote ", " schrieb ", " a écrit ", " escribió ", " ha scritto ", " schreef ", " escreveu ", " skrev ",
    " napisał", "napisana przez ", " kirjoitti ", " написал", " napsal", " yazdı ",
)  # fmt: skip
"""The same verb in the middle: `Max <m@x.de> schrieb am Fr., 28. Apr. um 11:53:`."""

INTRODUCTIONS = (
    "on ", "at ", "am ", "le ", "el ", "il ", "in data ", "op ", "em ", "a ", "den ", "d. ", "dnia ",
    "w dniu ", "dne ", "dňa ", "em ", "no dia ", "din data ", "la data de ", "στις ", "на ", "в ", "vào ",
    "pada ", "ma ", "ti ", "ke ", "to ", "pe ", "la ", "su ", "---- on ", "--- on ", "--- em ", "--- le ",
)  # fmt: skip

WEEKDAYS = frozenset(
    "mon tue wed thu fri sat sun tues thur thurs monday tuesday wednesday thursday friday saturday sunday "
    "mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche "
    "mié mie jue vie sáb sab dom lunes martes miércoles jueves viernes sábado domingo "
    "gio lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "ma wo vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "seg ter qua qui sex segunda-feira terça-feira quarta-feira quinta-feira sexta-feira "
    "mån tis ons tors fre lör sön måndag tisdag onsdag torsdag fredag lördag söndag "
    "man tir tor lør søn mandag tirsdag lørdag søndag "
    "pon wt śr czw pt niedz sob poniedziałek wtorek środa czwartek piątek sobota niedziela "
    "ti ke to pe la su maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina "
    "пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота воскресенье нд "
    "po út st čt pá so ne pondělí úterý středa čtvrtek pátek neděle".split()
)

ORIGINAL = frozenset({
    "original message", "original-message", "originalmessage", "original email", "original mail",
    "original appointment", "reply message", "forwarded message", "forwarded by", "forwarded mail",
    "ursprüngliche nachricht", "originalnachricht", "ursprüngliche e-mail", "original-nachricht",
    "weitergeleitete nachricht", "urspruengliche nachricht", "weitergeleitete e-mail",
    "message d'origine", "message original", "courriel original", "mail original", "message transféré",
    "message d’origine", "e-mail d'origine", "message initial",
    "mensaje original", "mensaje reenviado", "correo original",
    "messaggio originale", "messaggio inoltrato", "messaggio originario",
    "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht", "doorgestuurd bericht",
    "mensagem original", "mensagem encaminhada", "mensagem reencaminhada",
    "ursprungligt meddelande", "originalmeddelande", "vidarebefordrat meddelande",
    "ursprungligt mail", "vidarebefordrat mail",
    "oprindelig meddelelse", "oprindelig besked", "original meddelelse", "videresendt meddelelse",
    "videresendt besked", "oprindelig mail",
    "opprinnelig melding", "opprinnelig e-post", "videresendt melding", "original melding",
    "oryginalna wiadomość", "wiadomość oryginalna", "wiadomość oryginalna od", "oryginalny e-mail",
    "wiadomość przekazana", "przekazana wiadomość", "treść przekazanej wiadomości", "oryginał",
    "alkuperäinen viesti", "välitetty viesti", "edelleenlähetetty viesti",
    "исходное сообщение", "оригинальное сообщение", "пересылаемое сообщение", "переадресованное сообщение",
    "перенаправленное сообщение", "пересланное сообщение",
    "původní zpráva", "původní e-mail", "přeposlaná zpráva", "původní zprává",
    "pôvodná správa", "eredeti üzenet", "továbbított üzenet", "mesaj original", "izvorno sporočilo",
    "orijinal mesaj", "özgün ileti", "αρχικό μήνυμα", "originalteade",
    "元のメッセージ", "オリジナルメッセージ", "転送メッセージ", "original message below",
    "原始邮件", "原邮件", "轉寄郵件", "转发的邮件", "转发邮件", "原始郵件", "원본 메일", "원본 메시지",
    "전달된 메시지",
})  # fmt: skip
"""What stands between the dashes of `-----Original Message-----`."""

FORWARDED = (
    "begin forwarded message", "anfang der weitergeleiteten nachricht", "début du message réexpédié",
    "début du message transféré", "inizio messaggio inoltrato", "inicio del mensaje reenviado",
    "begin doorgestuurd bericht", "início da mensagem reencaminhada", "início da mensagem encaminhada",
    "vidarebefordrat brev", "start på videresendt besked", "videresendt melding", "välitetty viesti alkaa",
    "початок переадресованого повідомлення", "начало переадресованного сообщения", "początek przekazywanej",
    "začátek přeposlané zprávy", "転送されたメッセージ",
)  # fmt: skip

FIELDS: dict[str, str] = {
    word: kind
    for kind, words in {
        "from": (
            "from|von|de|da|van|från|fra|od|lähettäjä|от|від|от кого|expéditeur|remitente|mittente|"
            "afzender|"
            "nadawca|avsändare|afsender|avsender|odesílatel|差出人|送信者|发件人|寄件者|寄件人|"
            "보낸 사람|feladó|"
            "kimden|de la|από|отправитель|lähettänyt|absender|remetente"
        ),
        "date": (
            "date|sent|datum|gesendet|gesendet am|envoyé|envoyé le|date d'envoi|message du|fecha|enviado|"
            "enviado el|enviado em|enviada em|enviada|data|inviato|data invio|verzonden|"
            "verzonden op|skickat|"
            "sendt|dato|wysłano|data wysłania|lähetetty|päivämäärä|päiväys|pvm|отправлено|дата|"
            "надіслано|odesláno|"
            "送信日時|日付|日時|发送时间|日期|發送時間|寄件日期|보낸 날짜|날짜|küldve|tarih|"
            "gönderilme tarihi|trimis|"
            "στάλθηκε|ημερομηνία|дата отправки|odoslané|poslano|dátum|elküldve|när|skickades"
        ),
        "to": (
            "to|an|à|a|para|aan|till|til|do|vastaanottaja|кому|komu|宛先|收件人|收件者|받는 사람|"
            "címzett|kime|"
            "către|προς|destinataire|destinatario|destinatário|empfänger|pour|til|ontvanger|mottagare"
        ),
        "cc": (
            "cc|kopie|copie|copie à|copia|kopia|kopi|kopio|dw|копия|kopie an|cópia|抄送|副本|참조|"
            "bcc|cci|másolatot kap"
        ),
        "subject": (
            "subject|betreff|betr|objet|asunto|oggetto|onderwerp|assunto|ämne|emne|temat|aihe|"
            "otsikko|тема|předmět|"
            "件名|主题|主題|主旨|제목|tárgy|konu|subiect|θέμα|predmet|sujet|ärende|vedrørende"
        ),
        "other": (
            "reply-to|antwort an|répondre à|responder a|rispondi a|risposta|antwoord aan|svar till|"
            "svar til|"
            "attachments|anlagen|pièces jointes|adjuntos|allegati|bijlagen|importance|wichtigkeit|priorité|"
            "importancia|priorità|prioridade|organization|sender|resent-from|x-mailer|message-id"
        ),
    }.items()
    for word in words.split("|")
}
"""Names of header lines in a quoted mail → what they are."""

DEVICE_SIGNATURES = (
    "sent from", "sent via", "sent with", "sent by", "sent using", "sent on the go", "get outlook for",
    "get bluemail for", "from my iphone", "from my ipad", "from my android", "from my mobile",
    "from mobile",
    "someone from mobile", "shared via", "composed on", "written on my", "typed on my", "tapped on my",
    "sent mobile", "sent securely from", "download outlook for",
    "gesendet von", "gesendet mit", "von meinem", "von unterwegs", "diese nachricht wurde von meinem",
    "diese e-mail wurde von meinem", "gesendet aus", "gesendet über", "holen sie sich outlook für",
    "envoyé de", "envoyé depuis", "envoyé à partir de", "envoyé avec", "envoyé par",
    "télécharger outlook pour",
    "obtenir outlook pour", "provenant de",
    "enviado desde", "enviado con", "obtener outlook para", "enviado a través de",
    "inviato da", "inviato con", "inviata da", "ottieni outlook per", "scarica outlook per",
    "verzonden vanaf", "verzonden met", "verstuurd vanaf", "verstuurd met", "verzonden via", "outlook voor",
    "download outlook voor",
    "enviado do", "enviado pelo", "enviado de", "enviado via", "enviada do", "obter o outlook para",
    "skickat från", "skickades från", "skickat med", "hämta outlook för", "skaffa outlook för",
    "sendt fra", "sendt med", "hent outlook til", "hent outlook for", "skaff deg outlook for",
    "wysłano z", "wysłane z", "wysłano za pomocą", "wysłane za pomocą", "pobierz program outlook",
    "lähetetty", "hanki outlook",
    "отправлено с", "отправлено из", "надіслано з", "отправлено через", "скачайте outlook",
    "odesláno z", "odesláno pomocí", "získat outlook pro", "odoslané z",
    "iphoneから送信", "ipadから送信", "androidから送信", "私のiphoneから", "outlook for ios", "从我的",
    "從我的",
    "发自我的", "發自我的", "나의 iphone에서", "küldve az", "iphone'umdan gönderildi", "trimis de pe",
    "στάλθηκε από",
)  # fmt: skip
"""How a line begins that a phone or a mail program added by itself."""

DEVICES = (
    "iphone", "ipad", "ipod", "android", "samsung", "galaxy", "blackberry", "outlook", "mail", "mobile",
    "mobil", "phone", "handy", "telefon", "mobiltelefon", "smartphone", "tablet", "windows", "huawei",
    "xiaomi", "nokia", "htc", "pixel", "yahoo", "gmx", "web.de", "typeapp", "bluemail", "airmail",
    "mailbox",
    "spark", "protonmail", "proton", "thunderbird", "sparrow", "zimbra", "cell", "device", "my ",
    "mobilgerät",
    "mobiele", "móvil", "celular", "portable", "cellulare", "puhelimesta", "смартфон", "k-9", "fairemail",
)  # fmt: skip

GREETINGS = (
    "hi", "hello", "hey", "dear", "hallo", "guten tag", "guten morgen", "liebe", "lieber", "sehr geehrte",
    "moin", "servus", "bonjour", "salut", "bonsoir", "cher", "chère", "hola", "buenos días", "buenas",
    "estimado", "estimada", "ciao", "buongiorno", "salve", "gentile", "egregio", "beste", "geachte",
    "goedemorgen",
    "goedemiddag", "dag", "olá", "ola", "bom dia", "boa tarde", "caro", "cara", "hej", "hejsan",
    "god morgen",
    "hei", "kjære", "kære", "bästa", "cześć", "dzień dobry", "witam", "szanowni", "moi", "terve",
    "tervehdys",
    "hyvä", "привет", "здравствуйте", "добрый день", "уважаемый", "ahoj", "dobrý den", "vážený",
    "こんにちは",
    "お世話になっております", "您好", "你好",
)  # fmt: skip
"""A first line that says nothing yet; the reply then stands below the quote."""

BELOW = (
    "below", "inline", "in-line", "unten", "weiter unten", "ci-dessous", "plus bas", "abajo",
    "más abajo", "sotto",
    "di seguito", "hieronder", "onderstaand", "abaixo", "nedan", "nedenfor", "poniżej", "alla ",
    "alempana", "ниже",
    "níže", "以下", "下記",
)  # fmt: skip
"""Words that point to answers between the quotes."""
