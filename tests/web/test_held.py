"""What waits for a look, and what must not: peaceful sentences are the larger part of life."""

from time import process_time

import pytest
from django.conf import settings

from web.held import held_for, held_words

HOST = "gotong.example"

ACCOUNTS = [
    "BCA 1234567890 an Budi",
    "Transfer ke BRI 0012-01-000123-50-7",
    "rek mandiri 137-00-1234567-8",
    "No. Rek: 7123456789",
    "norek 123 456 7890",
    "BNI 0123456789",
    "BSI 7.123.456.789",
    "Bisa tf ke 8830 1234 567",
    "DANA 0812-3456-7890",
    "Dana: 081234567890 a/n Siti",
    "0812 3456 7890 (DANA)",
    "ovo 081234567890",
    "GoPay ke 0812-3456-7890",
    "gopay/ovo: 081234567890",
    "ShopeePay 0812.3456.7890",
    "shopee pay 081234567890",
    "LinkAja 081234567890",
    "transfer ke 081234567890 ya",
    "Kirim uang ke 0812-3456-7890",
    "1234567890",
    "123-456-7890 atas nama Budi",
    "Virtual account 8808 0812 3456 7890",
    "b c a 1234567890",
    "B.C.A 123 456 7890",
    "d a n a 081234567890",
    "rek3ning 12345678",
    "tr4nsf3r ke 1234567",
    "g0pay 081234567890",
    "0vo 081234567890",
    "bc4 1234567",
    "re\u200bken\u200bing 1234567",
    "BCA 12\u200b345\u200c678\u200d90",
    "BCA １２３４５６７８９０",
    "ВСА 1234567",
    "r̶e̶k̶ 12345678",
    "BCA satu dua tiga empat lima enam tujuh delapan sembilan nol",
    "bank jatim 00123456",
    "Jago 100123456789",
    "Mandiri: 1370012345678",
    "12345678 BCA a.n. Budi",
    "NIK 3171234567890123",
    "BCA\n1234567890",
    "seabank 9012 3456 7890",
    "1 2 3 4 5 6 7 8 9 0",
    "BCA 081234567890123",
    "Mandiri 1370.0123.45678, BCA 1234.5678.90",
    "Saya di Bank BCA Sukamaju rekeningnya 1234567890",
    "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣",
]

QRIS = [
    "Bayar lewat QRIS saja",
    "QRIS di depan warung",
    "qr1s ada di foto",
    "q r i s",
    "Q-RIS tersedia",
    "Scan barcode untuk bayar iuran",
    "pindai kode untuk pembayaran",
    "scan QR lalu transfer",
    "Donasi dengan scan barcode",
    "qr\u200bis",
]

LINKS = [
    "https://contoh.test/promo",
    "http://1.2.3.4/",
    "hxxps://jahat.test",
    "HTTPS://JAHAT.COM",
    "www.hadiah-gratis.com",
    "www . hadiah.com",
    "bit.ly/hadiah",
    "wa.me/6281234567890",
    "t.me/grupjudi",
    "s.id/hadiah",
    "S.id/Hadiah",
    "tinyurl.com/abc",
    "forms.gle/AbC",
    "maps.app.goo.gl/xyz",
    "linktr.ee/warung",
    "shope.ee/abc",
    "daftar di slotgacor.xyz sekarang",
    "Klik hadiah.info",
    "klik di promo.online ya",
    "Buka bantuan2026.id",
    "toko.co.id",
    "cekbansos.kemensos.go.id",
    "lihat jualan.com",
    "JUALAN.COM",
    "hadiah titik com",
    "hadiah (titik) com",
    "hadiah[.]com",
    "hadiah(dot)com",
    "hadiah . com",
    "bit . ly/hadiah",
    "bit.ly / hadiah",
    "s . id / hadiah",
    "bit.\u200bly/hadiah",
    "hadiah․com",
    "ｗｗｗ．hadiah．com",
    "https://gotong.example@jahat.test/",
    "https://gotong.example.jahat.test/",
    "https://jahatgotong.example/",
    "bukangotong.example.com",
    "https:/jahat.test",
    "http: //jahat.test",
    "gabung titik id titik com",
]

PEACEFUL = [
    "Titip beras dan telur dari pasar",
    "Berangkat jam 07.30 dari RT.003",
    "Iuran Rp50.000 per rumah",
    "Rumah No.5 pagar hijau",
    "Bapak Ahmad, S.Pd akan mengajar",
    "Drs. H. Sutrisno, M.Si. sakit",
    "Hubungi 0812-3456-7890",
    "WA 081234567890 kalau sudah di depan",
    "HP +62 812 3456 7890",
    "Telepon (021) 7654321",
    "Telp 021-7654321 atau 0812-3456-7890",
    "0812-3456-7890 / 0813-9876-5432",
    "Tanggal 22-11-2026 pukul 07.30-09.00",
    "22/11/2026 07.30",
    "Mulai 2026-11-22 sampai 2026-11-25",
    "Jaga 22.00-04.00 lalu 04.00-06.00",
    "Beras 5 kg, telur 2 kg, minyak 2 liter",
    "Kisaran Rp50.000 - 100.000",
    "Rp1.500.000.000 untuk jalan itu dari kelurahan",
    "RT 001 002 003 004 kerja bakti bersama",
    "Antar ke BCA jam 08.00-12.00",
    "Temani ke bank Mandiri besok pagi",
    "Antre di BRI, hubungi 0812-3456-7890",
    "Bantu pasang GoPay, WA 0812-3456-7890",
    "Dana kas RT dipakai untuk konsumsi",
    "Penggalangan dana dibicarakan di musyawarah",
    "Warga mandiri, kampung bersih",
    "Kelompok Tani Mandiri 0812-3456-7890",
    "Bayar rekening listrik di loket",
    "Cara transfer foto dari HP lama",
    "Kode pos 12345",
    "Umur 72 tahun, berat 65 kg",
    "Jl.Merdeka no.17 gang.3",
    "Rumah saya.Tolong cepat",
    "Sudah tiba.Info lebih lanjut di pos",
    "Kumpul di pos.Id card dibawa",
    "Titik kumpul di balai RW",
    "Titik kumpul: depan masjid. Me­nunggu sampai 07.00",
    "Lapangan voli. Net sudah rusak",
    "Bawa KTP. ID pelanggan menyusul",
    "Scan QR undangan RT",
    "Pindai barcode absensi posyandu",
    "Bawa sapu, cangkul 3, sapu lidi 10",
    "Ayo rek, kumpul di lapangan",
    "Golongan darah O, butuh 4 kantong",
    "Obat 3x1 sesudah makan, 500 mg",
    "Kirim ke RT 003/RW 005 No. 12",
    "Tensi 180/110, gula 250",
    "Kelas 1 sampai 6 SD, jam 16.00-17.30",
    "Surel pengurus: rw005@contoh.test",
    "Kue kering @kue.ibu",
    "Lihat https://gotong.example/kegiatan/ABC234/",
    "Buka gotong.example/papan",
    "www.gotong.example",
    "PT. Maju Jaya dan CV.Berkah",
    "dr. Siti, Sp.A. praktik sore",
    "a.n. Bapak Slamet (alm.)",
    "Dua tiga orang sudah cukup",
    "satu dua tiga empat",
    "Pasien a.n. ibu saya, kamar 305.2",
    "Naik angkot 01 atau D.112",
    "Ronda malam 24.00-03.00",
    "Minggu, 22 November 2026 pukul 07.30 WIB",
    "Jalan 17 Agustus 1945 nomor 10",
    "Suhu 38.5, sejak 3 hari",
    "Butuh 10-15 orang untuk angkat tenda 6x12",
    "Selesai.Me...",
]


@pytest.mark.parametrize("text", ACCOUNTS)
def test_account_is_held(text: str) -> None:
    assert held_words(text, own_host=HOST) == ("account",)


@pytest.mark.parametrize("text", QRIS)
def test_qris_is_held(text: str) -> None:
    assert held_words(text, own_host=HOST) == ("qris",)


@pytest.mark.parametrize("text", LINKS)
def test_unknown_link_is_held(text: str) -> None:
    assert "link" in held_words(text, own_host=HOST)


@pytest.mark.parametrize("text", PEACEFUL)
def test_peaceful_words_pass(text: str) -> None:
    assert held_words(text, own_host=HOST) == ()


def test_codes_come_in_order_from_all_texts() -> None:
    texts = ("Klik bit.ly/abc", "QRIS atau BCA 1234567890")
    assert held_words(*texts, own_host=HOST) == ("account", "qris", "link")


def test_number_in_the_details_belongs_to_the_bank_in_the_title() -> None:
    assert held_words("Bantu lewat BCA", "1234567", own_host=HOST) == ("account",)


def test_two_fields_never_make_one_number() -> None:
    assert held_words("Cangkul 12345", "67890 orang", own_host=HOST) == ()


def test_without_a_host_of_ones_own_every_link_is_unknown() -> None:
    assert held_words("https://gotong.example/", own_host="") == ("link",)


def test_the_column_keeps_codes_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SITE_URL", f"https://{HOST}:8443")
    assert held_for(f"https://{HOST}:8443/papan/", "QRIS, BCA 1234567890") == "account,qris"
    assert held_for("Titip beras") == ""


@pytest.mark.parametrize(
    "text", ["1" * 1000, "a." * 500, "1 . " * 300, "titik " * 200, "b c " * 250]
)
def test_long_odd_texts_take_no_time(text: str) -> None:
    """The longest details are a thousand signs; a search that doubles back would hang here."""
    began = process_time()
    held_words(text, text, own_host=HOST)
    assert process_time() - began < 1
