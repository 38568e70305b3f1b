"""Sentences as neighbours write them, and what the form does with each."""

from time import process_time

import pytest

from requests_app.emergency import tells_of_emergency, tells_of_violence

HARMED = [
    "istri dipukul suaminya",
    "Istri saya sering dipukuli",
    "anak dipukuli bapaknya",
    "Anak tetangga dipukulin ayah tirinya tiap malam",
    "Tolong, saya ditampar suami",
    "dia digebukin sama pacarnya",
    "Suami saya memukuli istrinya",
    "suaminya suka mukulin anak",
    "bapaknya suka main tangan",
    "Ibu mertua mencekik saya",
    "Tetangga saya korban KDRT",
    "saya dipukul tiap malam oleh suami",
    "Di rumah saya dipukul suami",
    "Di mobil saya dipukul mantan",
    "Pintu rumah saya ditendang suami",
    "Habis main bola saya dipukul suami",
    "main bola saya dipukuli ayah",
    "Suamiku sering mabuk dan tiap malam saya dipukul",
    "Suami kasar, sering memukul saya",
    "Dia memukuli saya",
    "Tetangga mukulin anaknya",
    "Ada yang memukuli istrinya",
    "anak saya dipukul orang",
    "saya dipukul bapak",
    "pembantu digebuki majikan",
    "Suami memukuli anak-anak",
    "Bedug dipukul. Istri dipukul suaminya",
    "Ikut seminar KDRT. Suami saya sering KDRT",
    "Ikut seminar KDRT suami saya sering KDRT",
    "Pulang pengajian suami saya KDRT",
    "Suami saya KDRT penyuluhan tidak mempan",
    "KDRT",
    "Ada KDRT di rumah sebelah",
    "mengalami kekerasan dalam rumah tangga",
    "kekerasan terhadap anak di gang kami",
    "anak itu dianiaya",
    "adikku dilecehkan di jalan",
    "Butuh pendamping, korban pelecehan seksual",
    "Sosialisasi KDRT. Saya sendiri dipukul suami",
    "Sosialisasi KDRT, saya korban KDRT",
    "he beats me",
    "My husband hits me every night",
    "domestic violence next door",
    "He's beating his wife",
    "she is being beaten",
    "my daughter was raped",
]
ANNOUNCED = [
    "sosialisasi KDRT di balai",
    "Penyuluhan pencegahan KDRT untuk ibu-ibu",
    "Seminar tentang kekerasan dalam rumah tangga",
    "Kursi untuk pelatihan anti kekerasan seksual",
    "Edukasi cegah pelecehan seksual pada anak",
    "KDRT: penyuluhan untuk warga",
    "KDRT dan pelecehan seksual: seminar di balai",
    "Seminar KDRT dan pelecehan seksual",
    "Seminar KDRT. Materi: tanda-tanda KDRT, cara mencegah KDRT",
    "Workshop on domestic violence, chairs needed",
]
STRUCK = [
    "saya dipukul",
    "Saat main bola saya dipukul",
    "Bapak RT tolong, tadi saya dipukul",
    "Bapak RT tolong saya dipukul",
    "anak saya ditendang",
    "Anak tetangga sering dipukuli",
    "Perempuan dipukuli di gang",
    "Ada yang mukulin anak",
    "Saya dipukul orang di jalan",
]
CALL_FIRST = [
    *STRUCK,
    "Kebakaran di gang Melati!",
    "dapur terbakar",
    "Bapak tidak sadar",
    "nenek gak sadarkan diri",
    "Sesak napasnya",
    "ibu tidak bernapas",
    "Tidak bernafas, tolong",
    "kakek ga bisa napas",
    "tangannya berdarah banyak",
    "pendarahan",
    "habis kemalingan",
    "warung dirampok",
    "ada perampokan",
    "Dibegal di jembatan",
    "melahirkan sekarang",
    "istri mau melahirkan",
    "ketubannya pecah",
    "terapi pasca stroke",
    "anak tenggelam",
    "There is a fire",
    "my father is unconscious",
    "he isn't breathing",
    "not breathing",
    "heavy bleeding",
    "She can’t breathe",
    "heart attack",
]
PEACEFUL = [
    "Titip belanja ke pasar",
    "Jemput anak pukul 12 di sekolah",
    "Suami pulang pukul tujuh, anak ikut saya",
    "Biaya dipukul rata, anak gratis",
    "Kentongan dipukul tiga kali bapak-bapak ronda",
    "Saat bedug dipukul, ibu dan anak kumpul",
    "Latihan memukul gong bersama anak-anak",
    "Donor darah, butuh banyak golongan O",
    "Istri baru melahirkan minggu lalu, minta lauk",
    "Napas Ibu sudah lega, temani kontrol",
    "Pinjam tangga. Untuk anak. Dipukul angin atapnya roboh",
    "Rumah saya dihajar angin kencang",
    "Pagar saya ditendang kambing",
    "Bola anak saya ditendang sampai ke atap",
    "Bola ditendang suami ke atap",
    "Pintu rumah saya dibanting angin",
    "Kaca jendela ditendang anak saya",
    "Kebun saya dihajar hama",
    "Istri ditendang sapi, antar ke puskesmas",
    "Latihan memukul rebana ibu-ibu PKK",
    "Belajar memukul bedug anak-anak",
    "kasur nenek digebuk dan dijemur",
    "Kasur digebuk suami di teras",
    "Anak saya mau hajar anak RT 2 di final",
    "mau hajar bapak-bapak RT 2",
    "Suami mau hajar bapak-bapak RT 2",
    "Suami sedih timnya dihajar RT 3",
    "Harga sembako mencekik ibu-ibu",
    "Suami menganggur, harga sembako mencekik saya",
    "Borrow a fire extinguisher",
    "Grandma fell and hit her knee last week; ride to the clinic",
    "He beats the drum on Friday",
    "Bantu isi formulir BPJS",
    "Sadar lingkungan: kerja bakti Minggu",
    "Malinggih di teras, bantu angkat kursi",
    "",
]


@pytest.mark.parametrize("said", HARMED)
def test_somebody_harmed_never_becomes_a_post(said: str) -> None:
    assert tells_of_violence(said)
    assert tells_of_violence("Minta tolong", said.upper())


@pytest.mark.parametrize("said", ANNOUNCED)
def test_an_evening_about_violence_meets_the_call_screen_and_may_pass(said: str) -> None:
    assert (tells_of_violence(said), tells_of_emergency(said)) == (False, True)


@pytest.mark.parametrize("said", CALL_FIRST)
def test_danger_meets_the_call_screen_and_may_pass(said: str) -> None:
    assert (tells_of_violence(said), tells_of_emergency(said)) == (False, True)


@pytest.mark.parametrize("said", PEACEFUL)
def test_the_everyday_meets_neither(said: str) -> None:
    assert (tells_of_violence(said), tells_of_emergency(said)) == (False, False)
    assert not tells_of_emergency(said, "Terima kasih, tetangga.")


def test_title_and_details_are_read_together() -> None:
    assert tells_of_emergency("Tolong ibu saya", "Sudah tidak sadar dari tadi")


HOSTILE = [
    "saya " * 20_000,
    "anak dan " * 20_000,
    "suami saya . " * 20_000,
    "bola saya anak nenek " * 10_000,
    "seminar tentang " * 20_000,
    "kdrt dan " * 20_000,
    "memukul bapak dipukul orang " * 10_000,
    "saya " + "a" * 100_000,
]


@pytest.mark.parametrize("said", HOSTILE, ids=lambda said: said[:20])
def test_a_long_text_costs_no_time(said: str) -> None:
    """Bounded repeats only: nothing that a hostile text could make grow. Of the processor's time,
    so that a busy machine is no reason."""
    start = process_time()
    tells_of_violence(said)
    tells_of_emergency(said)
    assert process_time() - start < 1
