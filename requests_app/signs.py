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
PARTNER = r"(?:istri|isteri|suami|pacar|pembantu|menantu)(?:nya|ku|mu)?"
KIN = (
    rf"(?:{PARTNER}|(?:anak|adik|kakak|ibu|bapak|ayah|mama|emak|nenek|kakek|cucu"
    rf"|keponakan|mertua){OWN})"
)
SOMEBODY = rf"(?:{KIN}|(?:perempuan|wanita|saya|aku|dia){OWN})"
FAMILY = (
    rf"(?:(?:suami|istri|isteri|ayah|pacar|mantan|mertua|majikan|ortu|orang tua|paman){OWN}"
    r"|(?:bapak|ibu|mama|papa|kakak|abang|anak)(?:nya|ku|mu| tiri| kandung| sendiri| saya))"
)
MIGHTY = r"(?:suami|mantan|pacar|ayah|bapak|majikan|mertua|ortu|orang tua)(?:nya|ku|mu)?"
# 'Bapak-bapak' and 'ibu-ibu' are the neighbours: the other team, or those who pay the prices.
NEIGHBOURS = r"(?:bapak bapak|ibu ibu)\b"
ELDER = rf"(?!{NEIGHBOURS})(?:bapak|ibu|mama|papa|kakak|abang)"
STRANGER = rf"(?:orang|tetangga|guru|preman|pria|laki laki|lelaki|cowok|pengasuh|dia){OWN}"
BY = r"(?:(?:oleh|sama|ama) )?"
# What strikes without being anybody. 'Dipukul rata' is how costs are shared.
NOBODY = (
    r"(?:rata|angin|hujan|badai|puting|ombak|banjir|petir|panas|cuaca|hama|wereng|tikus|kambing"
    r"|sapi|kerbau|kuda|ayam|kucing|anjing|monyet|bola|harga|biaya|utang|tagihan|kerjaan|flu"
    r"|demam)\b"
)
BLOW = r"(?:pukul|tampar|tendang|tonjok|gebuk|hajar|keroyok|cekik|bacok|jambak|banting)(?:i|in)?"
BEATEN = rf"(?:di|kena ){BLOW}\b(?! {BY}{NOBODY})"
BEATS = (
    r"(?:(?:me)?mukul|(?:me)?nampar|(?:me)?nendang|(?:me)?nonjok|(?:meng)?gebuk|(?:meng)?hajar"
    r"|(?:men)?cekik|(?:men)?jambak|(?:meng)?aniaya|(?:me)?nyiksa)(?:i|in)?"
)
SOME = r"(?:\w+ ){0,2}"
HITS = rf"{BEATS} (?!{NEIGHBOURS})(?:\w+ )?(?!{NEIGHBOURS})"
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
    r"pelecehan(?: seksual)?|p(?:em)?erkosaan|penganiayaan|pencabulan",
    r"domestic (?:violence|abuse)|child abuse|sexual (?:abuse|assault|harassment|violence)|rape",
)
TOPIC = rf"(?:{'|'.join(VIOLENCE_TOPIC)})"

SOMEBODY_HARMED = (
    rf"(?:korban|mengalami|alami|kena|terjadi|pelaku|ada|kasus|victims? of) {TOPIC}",
    # struck by one of the family, or one of the family struck by somebody
    rf"{BEATEN} (?:{SOME}|(?:\w+ ){{0,4}}oleh ){FAMILY}",
    rf"{PARTNER} {SOME}{BEATEN}",
    rf"{SOMEBODY} {SOME}{BEATEN} {BY}{ELDER}",
    rf"{KIN} {SOME}{BEATEN} {BY}{STRANGER}",
    rf"(?!bapak ){MIGHTY} (?:\w+ ){{0,6}}(?:saya|aku) {SOME}{BEATEN}",
    # 'Suami kasar, sering memukul saya': over the comma, as long as it is near
    rf"{FAMILY} (?:(?:\w+|\.) ){{0,5}}{HITS}{SOMEBODY}",
    rf"(?:dia|ia) {SOME}{HITS}{SOMEBODY}",
    rf"(?:{ELDER}|{STRANGER}) {SOME}{HITS}{KIN}",
    rf"{HITS}{PARTNER}",
    rf"{FAMILY} {SOME}pukul(?:i|in)? {SOMEBODY}",
    rf"{FAMILY} {SOME}main tangan",
    r"(?:di|meng)aniaya|disiksa|(?:di|mem)perkosa|(?:di|men)cabuli|(?:di|me)lecehkan",
    rf"{HE} (?:\w+ ){{0,2}}(?:beats?|hits?|punch(?:es|ed)|slap(?:s|ped)|kick(?:s|ed)) {THEM}",
    r"(?:he|she) (?:\w+ )?(?:beats|chokes|strangles|abuses|raped) (?:her|him)",
    rf"(?:beating|hitting|abusing) {THEM}",
    r"(?:being|been) (?:beaten|abused)|(?:was|is|got) (?:raped|molested|abused)",
    rf"beaten (?:up )?by (?:his|her|my) {HE}",
)

# Somebody struck, and nobody of the family named: call first, then ask.
BLOW_ALONE = (rf"{SOMEBODY} {SOME}{BEATEN}", rf"{HITS}{SOMEBODY}")

# Things that are struck in peace, and prices that choke. Not 'di mobil saya dipukul', and not
# the door that a husband or a father kicks.
PLAYED = (
    r"(?:kentong(?:an)?|bed[ui]g|gong|gendang|kendang|rebana|hadroh|drum|lonceng|bola|samsak"
    r"|paku|patok|kasur|karpet|tikar|bantal|guling)(?:nya)?"
)
THING = rf"(?:{PLAYED}|(?:pintu|pagar|jendela|kaca|gerbang|kursi|meja|mobil|motor|tim)(?:nya)?)"
WHOSE = (
    r"(?:(?:rumah|mobil|masjid|mushola|warga|tetangga|saya|aku|kami|kita|anak|nenek|kakek|ibu"
    r"|bapak|itu|tua|lama|sudah|lagi) ){0,3}"
)
IN_PEACE = (
    rf"(?<!\bdi )(?<!\bke )(?<!dalam )(?<!depan )(?<!dekat )(?<!main ){THING} {WHOSE}{BEATEN}"
    rf"(?! {BY}{MIGHTY})",
    rf"{PLAYED} {BEATEN}",
    rf"(?:{BEATS}|pukul) {PLAYED}",
    r"(?:meng)?hajar (?:(?:anak|tim|warga|pemuda) )?(?:rt|rw|gang|kampung)",
    rf"(?:harga|biaya|utang|bunga|cicilan|pajak|tarif) (?:\w+ ){{0,3}}?{BEATS}",
)

# Telling of how to prevent it is no cry for help.
EVENING = (
    r"(?:sosialisasi|penyuluhan|seminar|webinar|pelatihan|lokakarya|workshop|edukasi|kampanye"
    r"|diskusi|ceramah|kajian|pengajian|materi|pencegahan|talk|training|awareness|campaign)"
)
ABOUT = rf"(?:{EVENING}|cegah|mencegah|anti|tanda tanda|apa itu|prevent(?:ing|ion))"
TOPICS = rf"{TOPIC}(?: (?:dan|atau|serta|and|or) {TOPIC}){{0,3}}"
# The nearest topic only, and not over somebody of one's own: the next one may be a cry.
OTHERS = r"(?:(?!(?:saya|aku|suami|istri|my|husband|wife|sering)(?:nya|ku|mu)?\b)\w+ ){0,5}?"
ANNOUNCED = (
    rf"{ABOUT} {OTHERS}{TOPICS}",
    # 'KDRT: penyuluhan untuk warga', with nothing said before
    rf"(?<!\w ){TOPICS} (?:\. ){{0,2}}{EVENING}",
)


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns))


EMERGENCY = any_of(CALL_FIRST)
HARMED = any_of(SOMEBODY_HARMED)
VIOLENCE = any_of(VIOLENCE_TOPIC)
STRUCK = any_of(BLOW_ALONE)
PEACE = any_of(IN_PEACE)
ANNOUNCEMENT = any_of(ANNOUNCED)


def as_words(texts: Iterable[str]) -> str:
    """Small letters and single spaces; a full stop or comma stays, so that no pattern with
    words between reaches over it.
    """
    said = " . ".join(texts).casefold().replace("'", "").replace("’", "")
    return " ".join("." if found in ".,;!?\n" else found for found in TOKEN.findall(said))


TOKEN = re.compile(r"\w+|[.,;!?\n]")
