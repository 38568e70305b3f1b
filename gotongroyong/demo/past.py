"""Needs of the past weeks, oldest first: how they ended."""

from gotongroyong.demo.sketches import Sketch

PAST = (
    Sketch(
        "hajatan", "002", "Rewang tujuh bulanan",
        "Memasak dan menata tampah, dari pagi.",
        places=8, hands=6, end="done", day=3, hour=7,
    ),
    Sketch(
        "flood", "006", "Air naik dekat kali, bantu angkat barang",
        "Kasur, televisi dan buku sekolah ke lantai atas.",
        places=8, hands=8, end="done",
    ),
    Sketch(
        "kitchen", "006", "Masak untuk dapur umum di balai warga",
        "Bergantian per tiga jam. Kompor dan panci besar sudah ada.",
        places=10, hands=7, end="done", day=1, hour=5,
    ),
    Sketch(
        "water", "006", "Bagi air bersih selama pompa rusak",
        "Pompa diganti lusa. Sampai itu, beberapa ember tiap pagi.",
        places=3, hands=3, end="done",
    ),
    Sketch(
        "tools", "001", "Pinjam bor dan mata bor beton",
        "Dipakai satu sore untuk memasang rak.",
        hands=1, end="done", day=1, hour=15, by="0005", helper="0003",
    ),
    Sketch(
        "tent", "004", "Pinjam terpal besar untuk pengajian",
        "Kalau-kalau hujan. Dikembalikan keesokan harinya.",
        places=2, end="expired", day=2, hour=18,
    ),
    Sketch(
        "bereavement", "003", "Kabar duka: sesepuh RT 003 berpulang",
        "Mari menemani keluarga. Takziah selepas isya, tiga malam.",
        places=15, hands=8, end="done", by="0002", helper="0003",
    ),
    Sketch(
        "funeral", "003", "Bantu menyiapkan pemakaman",
        "Menggali, memasang tenda dan mengatur kendaraan.",
        places=6, hands=6, end="done", helper="0003",
    ),
    Sketch(
        "lifting", "002", "Pindahan kos ke gang sebelah",
        "Satu kasur, satu meja, selebihnya kardus.",
        places=3, hands=2, end="done", day=2, hour=8,
    ),
    Sketch(
        "other", "005", "Jual motor bekas, bisa nego",
        "Mulus, pajak hidup.",
        end="declined",
        reason="Papan ini untuk saling bantu, bukan jual beli. Silakan lewat grup warga, ya.",
    ),
    Sketch(
        "missing", "001", "Kakek belum pulang dari jalan pagi",
        "Memakai sarung biru dan peci. Sudah ditemukan, beristirahat di mushala.",
        places=10, hands=9, end="done",
    ),
    Sketch(
        "ride", "003", "Antar kontrol ke RSUD, pulang pergi",
        "Berangkat pagi supaya dapat nomor antrean.",
        hands=1, end="done", day=1, hour=6, by="0004", helper="0003",
    ),
    Sketch(
        "tutoring", "006", "Latihan bahasa Inggris sebelum ujian",
        "Tiga anak SMP, di balai warga.",
        end="expired", day=3, hour=16,
    ),
    Sketch(
        "fire", "002", "Bersih-bersih setelah kebakaran dapur",
        "Api sudah padam dan semua selamat. Butuh sapu, ember dan tenaga.",
        places=8, hands=7, end="done", day=1, hour=7,
    ),
    Sketch(
        "food", "002", "Sayur dan telur untuk sepekan",
        "Baru pindah rumah dan dapurnya belum siap. Terima kasih banyak.",
        places=2, hands=2, end="done",
    ),
    Sketch(
        "sickcare", "005", "Bergantian menunggui di rumah sakit",
        "Malam hari, dua orang setiap giliran.",
        places=4, hands=4, end="done", day=1, hour=19,
    ),
    Sketch(
        "lifting", "004", "Angkat lemari es ke rumah saudara",
        "Sudah dapat mobil bak.",
        places=3, end="cancelled", day=2, hour=10,
    ),
    Sketch(
        "utility", "003", "Listrik serumah padam, tetangga menyala",
        "Tolong bantu lihat sakelar dan stop kontak; meteran biar PLN.",
        hands=1, end="done",
    ),
    Sketch(
        "tree", "003", "Dahan mangga patah menutup gang",
        "Tidak kena kabel. Perlu gergaji dan orang untuk mengangkut.",
        places=5, hands=5, end="done", helper="0003",
    ),
    Sketch(
        "lost", "003", "Kunci motor dengan gantungan wayang",
        "Jatuh antara pos ronda dan warung.",
        places=2, hands=1, end="done",
    ),
    Sketch(
        "schoolrun", "004", "Antar anak TK sepekan ini",
        "Jalan kaki saja, sekolahnya dekat.",
        hands=1, end="done", day=2, hour=7,
    ),
    Sketch(
        "errand", "005", "Belikan gas dan beras sekalian",
        "Uangnya diganti langsung.",
        hands=1, end="done",
    ),
    Sketch(
        "other", "001", "Kumpulkan tanda tangan soal parkir",
        "Supaya jalan tidak penuh mobil.",
        places=3, end="declined",
        reason="Ini bahan musyawarah RT. Kita bahas bersama di pertemuan berikutnya, ya.",
    ),
    Sketch(
        "maternity", "006", "Siap mengantar ke bidan kapan saja",
        "Perkiraan lahir pekan ini; suami sedang bertugas di luar kota.",
        places=3, hands=3, end="done",
    ),
    Sketch(
        "elder", "005", "Bacakan koran untuk Opa",
        "Setengah jam, matanya sudah kurang awas.",
        hands=1, end="done", day=2, hour=9,
    ),
    Sketch(
        "lost", "002", "Payung hitam tertinggal di pos",
        "Gagangnya kayu.",
        end="expired",
    ),
    Sketch(
        "repair", "001", "Tambal atap seng dapur",
        "Seng dan paku sudah ada.",
        places=3, hands=3, end="done", day=1, hour=8,
    ),
    Sketch(
        "disability", "002", "Dampingi ke pemeriksaan mata",
        "Perlu digandeng dan dibacakan papan petunjuknya.",
        hands=1, end="done", day=2, hour=9,
    ),
    Sketch(
        "childcare", "003", "Jaga dua anak selama rapat sekolah",
        "Di rumah, satu jam. Neneknya ikut menemani.",
        places=2, hands=2, end="done", day=1, hour=14, by="0004",
    ),
    Sketch(
        "phonehelp", "004", "Bantu ambil antrean puskesmas lewat aplikasi",
        "Belum pernah mencobanya.",
        hands=1, end="done",
    ),
    Sketch(
        "ride", "001", "Antar ke terminal subuh-subuh",
        "Jadi dijemput saudara.",
        end="cancelled", day=1, hour=4, by="0005",
    ),
    Sketch(
        "paperwork", "003", "Temani melegalisir ijazah",
        "Kantornya dekat kecamatan.",
        hands=1, end="done", day=2, hour=10, helper="0003",
    ),
    Sketch(
        "phonehelp", "002", "Bantu mengecilkan ukuran foto",
        "Untuk daftar sekolah.",
        end="expired",
    ),
    Sketch(
        "other", "003", "Cat ulang pos ronda",
        "Catnya sumbangan warga, kuasnya ada lima.",
        places=6, hands=5, end="done", day=2, hour=8, by="0002", helper="0003",
    ),
    Sketch(
        "tools", "005", "Pinjam alat ukur untuk memasang kanopi",
        "Tukangnya ternyata membawa sendiri.",
        end="cancelled", day=2, hour=13,
    ),
    Sketch(
        "medicine", "004", "Ambilkan obat di klinik sebelum tutup",
        "Tinggal menyebut nomor antrean, diberikan di rumah.",
        hands=1, end="done",
    ),
)  # fmt: skip
