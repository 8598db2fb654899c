"""Turns of speech on sending that do not name it: "when would it be here", "do you post to Norway"."""

import re

GETS_HERE = re.compile(
    r"\b(?:how (?:long|soon|fast|quick\w*|many (?:\w+ )?days)|when)\b.{0,90}\b(?:arriv\w*|reach(?:es)?|"
    r"get(?:s)? (?:here|there|to)|be (?:here|there|with (?:us|me))|turns? up|until|till|"
    r"dos?e?s? .{0,60}take (?:to (?:[a-z]+\W*$|arrive|reach|get|come|be)|\W*$))\b|"
    r"\b(?:wie (?:lange|schnell)|wann|wie viele (?:werk|arbeits)?tage)\b.{0,90}\b(?:ankomm\w*|"
    r"bei (?:mir|uns)|(?:da|hier|dort) (?:ist|sind|ware\w*)|bis .{1,60}(?:ist|sind)|"
    r"(?:dauert|braucht|brauchen) .{0,60}nach|unterwegs)\b|"
    r"\b(?:quanto (?:tempo|ci)|quanti giorni|quando|in quanto)\b.{0,90}\b(?:arriv\w*|ricev\w*|essere qui)\b|"
    r"\b(?:hoe (?:lang|snel)|hoeveel (?:werk)?dagen|wanneer)\b.{0,90}\b(?:duurt .{0,60}(?:is|zijn)|aankom\w*|"
    r"hier (?:is|zijn)|bij (?:mij|ons))\b|"
    r"\b(?:combien de (?:temps|jours)|quand|en combien)\b.{0,90}\b(?:arriv\w*|recev\w*|parvien\w*)\b|"
    r"\b(?:cuant\w+ (?:tiempo|dias|tarda\w*)|cuando|en cuant\w+)\b.{0,90}\b(?:llega\w*|recib\w*|tarda\w*)\b"
)
"""Asks when something is where the customer is, in words that do not speak of sending."""
IF_ORDERED = re.compile(
    r"\b(?:if|when|once) (?:i|we) (?:order|ordered|buy|bought)(?: (?:it|this|them|now|today|one))*\b|"
    r"\bwenn (?:ich|wir) (?:(?:es|das|sie|ihn|heute|jetzt) )*bestell\w*|"
    r"\bsi (?:je|nous|on) (?:l[ae]s? |l')?command\w*(?: (?:aujourd'hui|maintenant))?\b|"
    r"\bsi (?:l[oa]s? )?(?:pido|pedimos|compro)(?: (?:hoy|ahora))?\b"
)
POSTS_TO = re.compile(
    r"\b(?:send|post|mail|dispatch|schick\w*|senden|sendet|verschick\w*|envoy\w*|st(?:uur|uren|uurt)|"
    r"opsturen|sped\w*|mand\w+|envi\w+)\b(?!.{0,30}\bback\b)"
)
