"""How people write of danger and of violence, in Indonesian, in chat and in English.

Each line is a regular expression over words in small letters; `as_words` makes them.
It would rather ask once too often to call: that screen can be passed. What blocks a post
for good has to tell of somebody harmed.
"""

import re
from collections.abc import Iterable

NOT = r"(?:tidak|tak|tdk|nggak|ngga|enggak|gak|ga|gk|ndak|belum)"
OWN = r"(?:nya|ku|mu)?"

CALL_FIRST = (
    # fire
    r"kebakaran|terbakar|(?:on|house|kitchen) fire|fire(?! (?:extinguisher|drill|station|pit))",
    # not awake
    rf"{NOT} sadar(?:kan diri)?|pingsan|unconscious|passed out|fainted",
    # breath
    rf"sesak (?:napas|nafas){OWN}|(?:napas|nafas){OWN} sesak",
    rf"{NOT} (?:bisa )?(?:ber)?(?:napas|nafas)|berhenti (?:ber)?(?:napas|nafas)",
    r"(?:not|isnt|stopped) breathing|(?:cant|cannot|hardly) breathe|trouble breathing",
    # blood; a donor is asked for in peace
    rf"p(?:er|en)darahan{OWN}|berdarah (?:\w+ )?(?:banyak|terus|deras|hebat)",
    rf"darah{OWN} (?:mengucur|muncrat|deras|terus keluar)|keluar darah (?:banyak|terus)",
    r"(?:heavy|severe) bleeding|bleeding (?:\w+ )?(?:heavily|badly|a lot)",
    # heart, nerves, poison
    r"serangan jantung|henti jantung|heart attack|nyeri dada|chest pain",
    r"stroke|kejang|seizures?|keracunan|poison(?:ed|ing)|overdos(?:is|e)",
    # a life in despair
    r"bunuh diri|gantung diri|mengakhiri hidup|suicid(?:e|al)|kill(?:ing)? (?:my|him|her)self",
    # thieves
    r"(?:ke)?maling(?:an)?|pencuri|kecurian|(?:di|pe|ke)?rampok(?:an)?|(?:di|pem)?begal(?:an)?",
    r"burglar(?:s|y)?|robbe(?:d|r|rs|ry)|thie(?:f|ves)",
    # birth that doesn't wait
    r"(?:mau|akan|sedang|lagi) (?:melahirkan|lahiran)",
    r"(?:melahirkan|lahiran) (?:sekarang|malam ini|segera)|in labou?r|giving birth",
    rf"ketuban{OWN} (?:sudah )?pecah|pecah ketuban|waters? broke",
    # water, current, road, earth
    r"tenggelam|hanyut|drown(?:ed|ing)|swept away",
    r"tersengat listrik|(?:ke|ter)set?rum|kesentrum|electrocuted|electric shock",
    r"kecelakaan|(?:di|ter|ke)tabrak|(?<!by )accident",
    r"longsor|gempa|landslide|earthquake",
)

# Who is harmed, and who harms. 'Bapak' and 'Ibu' are also how anybody is addressed.
SOMEBODY = (
    r"(?:istri|isteri|suami|anak|adik|kakak|ibu|bapak|ayah|mama|emak|nenek|kakek|cucu|pacar"
    rf"|keponakan|menantu|mertua|perempuan|wanita|pembantu|saya|aku|dia){OWN}"
)
FAMILY = (
    rf"(?:(?:suami|istri|isteri|ayah|pacar|mantan|mertua|majikan|ortu|orang tua|paman){OWN}"
    r"|(?:bapak|ibu|mama|papa|kakak|abang|anak)(?:nya|ku|mu| tiri| kandung| sendiri| saya))"
)
BLOW = r"(?:pukul|tampar|tendang|tonjok|gebuk|hajar|keroyok|cekik|bacok|jambak|banting)(?:i|in)?"
# 'Dipukul rata' is how costs are shared.
BEATEN = rf"(?:di|kena ){BLOW}(?! rata)"
BEATS = (
    r"(?:(?:me)?mukul|(?:me)?nampar|(?:me)?nendang|(?:me)?nonjok|(?:meng)?gebuk|(?:meng)?hajar"
    r"|(?:men)?cekik|(?:men)?jambak|(?:meng)?aniaya|(?:me)?nyiksa)(?:i|in)?"
)
# A few words between, none of which is what a night watch beats.
SOME = r"(?:(?!kentong|bed[ui]|gong|gendang|rebana|drum|lonceng)\w+ ){0,2}"
THEM = (
    r"(?:me|us|(?:his|her|my|the|their) "
    r"(?:wife|husband|child|children|kids?|son|daughter|mother|girlfriend))"
)
HE = r"(?:he|she|husband|wife|father|mother|dad|mom|mum|boyfriend|partner|stepfather|son)"

VIOLENCE_TOPIC = (
    r"kdrt",
    r"kekerasan (?:dalam )?rumah ?tangga",
    r"kekerasan (?:seksual|fisik)",
    rf"kekerasan (?:(?:pada|terhadap|kepada|oleh|dari) )?{SOMEBODY}",
    r"pelecehan|p(?:em)?erkosaan|penganiayaan|pencabulan",
    r"domestic (?:violence|abuse)|child abuse|sexual (?:abuse|assault|harassment|violence)|rape",
)
TOPIC = rf"(?:{'|'.join(VIOLENCE_TOPIC)})"

SOMEBODY_HARMED = (
    rf"(?:korban|mengalami|alami|kena|terjadi|pelaku|ada|kasus|victims? of) {TOPIC}",
    rf"{SOMEBODY} {SOME}{BEATEN}",
    rf"{BEATEN} {SOME}{FAMILY}",
    rf"{BEATS} (?:\w+ )?{SOMEBODY}",
    rf"{FAMILY} {SOME}pukul(?:i|in)? {SOMEBODY}",
    rf"{FAMILY} {SOME}main tangan",
    r"(?:di|meng)aniaya|disiksa|(?:di|mem)perkosa|(?:di|men)cabuli|(?:di|me)lecehkan",
    rf"{HE} (?:\w+ ){{0,2}}(?:beats?|hits?|punch(?:es|ed)|slap(?:s|ped)|kick(?:s|ed)) {THEM}",
    r"(?:he|she) (?:\w+ )?(?:beats|chokes|strangles|abuses|raped) (?:her|him)",
    rf"(?:beating|hitting|abusing) {THEM}",
    r"(?:being|been) (?:beaten|abused)|(?:was|is|got) (?:raped|molested|abused)",
    rf"beaten (?:up )?by (?:his|her|my) {HE}",
)

# Telling of how to prevent it is no cry for help.
ANNOUNCED = (
    r"(?:sosialisasi|penyuluhan|seminar|webinar|pelatihan|lokakarya|workshop|edukasi|kampanye"
    r"|diskusi|ceramah|kajian|pengajian|materi|pencegahan|cegah|mencegah|anti|talk|training"
    rf"|awareness|campaign|prevent(?:ing|ion)) (?:\w+ ){{0,5}}{TOPIC}",
)


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns))


EMERGENCY = any_of(CALL_FIRST)
HARMED = any_of(SOMEBODY_HARMED)
VIOLENCE = any_of(VIOLENCE_TOPIC)
ANNOUNCEMENT = any_of(ANNOUNCED)


def as_words(texts: Iterable[str]) -> str:
    """Small letters and single spaces; a full stop or comma stays, so that no pattern with
    words between reaches over it.
    """
    said = " . ".join(texts).casefold().replace("'", "").replace("’", "")
    return " ".join("." if found in ".,;!?\n" else found for found in TOKEN.findall(said))


TOKEN = re.compile(r"\w+|[.,;!?\n]")
