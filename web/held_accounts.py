"""Account numbers of banks and e-wallets.

A long number alone counts unless it reads as a phone number, a date, a time or money;
beside a bank's name a shorter one does, and beside an e-wallet's a phone number too.
"""

import re

SEP = r"[ .\-–—_/*]{0,3}"
# Lines don't join: a list of short numbers is none.
RUN = re.compile(rf"(?<![\w+])\+?\d(?:{SEP}\d){{5,31}}(?!\d)")
ALONE = range(10, 20)
BESIDE = 7
NEAR = 40

PHONE = rf"(?:\+?62{SEP}[2-9]|0{SEP}[2-9])(?:{SEP}\d){{6,11}}"
DATE = r"(?:\d{1,2}[-./ ]\d{1,2}[-./ ](?:20)?\d\d|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})"
TIME = r"(?:[01]?\d|2[0-4])\.[0-5]\d"
MONEY = r"\d{1,3}(?:\.\d{3}){1,2}"
YEAR = r"(?:19|20)\d\d"
PHONES = re.compile(rf"{PHONE}(?:{SEP}{PHONE})*")
EVERYDAY = rf"(?:{DATE}|{TIME}|{MONEY}|{YEAR})"
# Never joined by a dot, or '7.123.456.789' would be two sums of money.
ORDINARY = re.compile(rf"{EVERYDAY}(?:[ \-–—_/*]{{1,3}}{EVERYDAY})*")
# 'RT 001 002 003', 'Rp1.500.000.000', 'kode pos', and what a label says it is.
LABELLED = re.compile(
    r"(?:\b(?:rt|rw|blok|rp|idr|kode pos|umur|usia|kelas|ukuran|tahun|nomor urut)\.? ?)$"
)

ACCOUNT = (
    r"rekening\w*|norek\w*|no\.? ?rek|rek|virtual account|nomor va|no\.? va|e-?wallet|"
    r"dompet digital|transfer\w*|ditransfer|tf|trf|top ?up|topup|kirim (?:uang|dana|saldo)\w*"
)
BANK = r"bca|bri|bni|btn|bsi|bjb|bpd|cimb|niaga|danamon|ocbc|maybank|seabank|jenius|brimo|livin"
WALLET = r"go-?pay|ovo|shopee ?pay|s-?pay|link ?aja|flip|paypal|isaku|doku"
# Everyday words too ('dana kas', 'warga mandiri'): only right before or after the number.
AMBIGUOUS_BANK = r"mandiri|permata|mega|jago|muamalat|bukopin|neo|blu|superbank|bank \w+"
FILLER = (
    r"(?:[\s:=,.()/#>~|-]|\b(?:no|nomor|nomer|nmr|norek|rek|rekening|ke|di|via|lewat|pakai|a|n|an|"
    r"atas|nama|bank|akun|hp|ya|saya|saldo|kode|yaitu|adalah|ini)\b){0,12}"
)
AFTER = r"[ ,(/-]{0,3}(?:a/?n |an |atas nama |via |bank |akun )?"
STRONG = re.compile(rf"\b(?:{ACCOUNT}|{BANK})\b")
PAYEE = re.compile(rf"\b(?:{ACCOUNT}|{WALLET})\b")
CONTACT = re.compile(r"\b(?:hubungi|telp\w*|telepon|tlp|wa|whatsapp|hp|kontak|call|sms|tanya)\b")
TIGHT_BEFORE_PHONE = re.compile(rf"\b(?:{BANK}|dana){FILLER}$")
TIGHT_AFTER_PHONE = re.compile(rf"{AFTER}(?:{BANK}|{WALLET}|dana)\b")
TIGHT_BEFORE = re.compile(rf"\b(?:{AMBIGUOUS_BANK}|dana){FILLER}$")
TIGHT_AFTER = re.compile(rf"{AFTER}(?:{AMBIGUOUS_BANK}|dana)\b")


def names_an_account(words: str) -> bool:
    return any(is_account(words, run) for run in RUN.finditer(words))


def is_account(words: str, run: re.Match[str]) -> bool:
    before = words[max(0, run.start() - NEAR) : run.start()]
    after = words[run.end() : run.end() + NEAR]
    if PHONES.fullmatch(run[0]):
        return is_payees_phone(before, after)
    if ORDINARY.fullmatch(run[0]) or LABELLED.search(before):
        return False
    digits = sum(sign.isdigit() for sign in run[0])
    if digits in ALONE:
        return True
    return digits >= BESIDE and is_beside_a_bank(before, after)


def is_beside_a_bank(before: str, after: str) -> bool:
    return bool(
        STRONG.search(before)
        or STRONG.search(after)
        or PAYEE.search(before)
        or PAYEE.search(after)
        or TIGHT_BEFORE.search(before)
        or TIGHT_AFTER.match(after)
    )


def is_payees_phone(before: str, after: str) -> bool:
    """'GoPay 0812…' is an account; 'antar ke bank, WA 0812…' is a neighbour's number."""
    if TIGHT_BEFORE_PHONE.search(before) or TIGHT_AFTER_PHONE.match(after):
        return True
    *_, payee = [None, *PAYEE.finditer(before)]
    return bool(payee and not CONTACT.search(before[payee.end() :]))
