"""Needs of these days: what is on the board, on the desk, or just done."""

from gotongroyong.demo.sketches import Sketch

# Tomorrow's promise of the cast's volunteer to the cast's requester.
PROMISE = Sketch(
    "ride",
    "003",
    "Temani Ibu kontrol ke puskesmas",
    "Ibu perlu dibonceng pelan-pelan dan ditemani sampai selesai, kira-kira dua jam. Helm ada.",
    hands=1,
    day=1,
    hour=8,
    by="0004",
    helper="0003",
)
LIVE = (
    PROMISE,
    Sketch(
        "water", "003", "Air mati sejak pagi, butuh beberapa galon air bersih",
        "Ada bayi dan lansia di rumah. Dua atau tiga galon sudah sangat membantu.",
        places=2, is_reviewed=False,
    ),
    Sketch(
        "lifting", "003", "Geser lemari dan kasur ke kamar depan",
        "Lemarinya berat, tetapi jalannya pendek. Kopi dan pisang goreng sudah menunggu.",
        places=4, hands=1, day=2, hour=16,
    ),
    Sketch(
        "tutoring", "001", "Bimbing belajar matematika kelas 5 di balai warga",
        "Untuk empat anak, sepekan sekali. Boleh bergantian dengan tetangga lain.",
        places=2, hands=1, day=3, hour=16,
    ),
    Sketch(
        "elder", "003", "Temani Eyang jalan pagi keliling lapangan",
        "Pelan-pelan saja, lalu minum teh bersama. Eyang senang bercerita.",
        day=2, hour=6,
    ),
    Sketch(
        "blood", "002", "Butuh donor darah golongan O positif",
        "Di RSUD, langsung ke unit transfusi darah. Cukup tidur dan makan sebelumnya, ya.",
        places=4, hands=2, day=1, hour=9,
    ),
    Sketch(
        "tree", "004", "Selokan depan gang tersumbat daun",
        "Kalau hujan, airnya naik ke jalan. Ada tiga cangkul; sarung tangan bawa sendiri.",
        places=6, hands=3, day=1, hour=7,
    ),
    Sketch(
        "hajatan", "005", "Rewang syukuran khitanan",
        "Butuh bantuan memasak dan menata kursi. Makan siang bersama, tentu saja!",
        places=12, hands=4, day=5, hour=7,
    ),
    Sketch(
        "tent", "005", "Pinjam tenda kecil dan 30 kursi lipat",
        "Untuk syukuran keluarga. Dikembalikan bersih keesokan harinya.",
        places=3, day=4, hour=15,
    ),
    Sketch(
        "phonehelp", "003", "Ajari Bapak panggilan video dengan cucu",
        "HP-nya sudah ada, tinggal belajar pelan-pelan. Bapak suka lupa tombolnya.",
        day=1, hour=16,
    ),
    Sketch(
        "schoolrun", "002", "Jemput anak pulang sekolah, dua hari saja",
        "Orang tuanya sedang pelatihan. Sekolah akan diberi tahu siapa yang menjemput.",
        day=2, hour=11,
    ),
    Sketch(
        "paperwork", "006", "Bantu urus pindah puskesmas di BPJS",
        "Bingung dengan langkah-langkahnya. Ditemani ke kelurahan juga boleh.",
        day=3, hour=9,
    ),
    Sketch(
        "repair", "004", "Genting bocor di dua tempat",
        "Genting pengganti sudah ada. Perlu yang biasa naik tangga dan yang memegang tangganya.",
        places=3, hands=3, day=2, hour=8, waits=2, waiter="0003",
    ),
    Sketch(
        "utility", "003", "Listrik dapur sering anjlok sendiri",
        "Hanya di satu sisi rumah. Mohon ditemani mengecek, dan menelepon PLN bila perlu.",
    ),
    Sketch(
        "errand", "003", "Titip belanja sayur sekalian ke pasar",
        "Kalau ada yang ke pasar pagi. Daftar belanjanya pendek, uangnya diganti langsung.",
    ),
    Sketch(
        "tools", "001", "Pinjam tangga lipat untuk ganti lampu teras",
        "Dikembalikan sore harinya.",
        day=2, hour=9, by="0005", rt_only=True,
    ),
    Sketch(
        "childcare", "006", "Jaga anak balita dua jam",
        "Orang tuanya ada urusan di rumah sakit. Neneknya di rumah, tetapi perlu teman.",
        places=2, hands=1, day=1, hour=10,
    ),
    Sketch(
        "housewatch", "003", "Titip rumah kosong selama pulang kampung",
        "Tiga hari. Mohon dilihat pagi dan malam, lampu teras menyala sendiri.",
        places=2, day=4, hour=8,
    ),
    Sketch(
        "lost", "001", "Kucing oranye belum pulang sejak kemarin",
        "Kalungnya biru, jinak, suka masuk teras orang. Kalau terlihat, kabari, ya.",
        places=3, hands=1,
    ),
    Sketch(
        "food", "004", "Lauk matang untuk tiga hari ke depan",
        "Sedang pemulihan dan belum kuat memasak. Apa saja yang ada, terima kasih.",
        places=2, hands=1,
    ),
    Sketch(
        "other", "006", "Mencari lawan main catur sore hari",
        "Untuk Kakek, pecatur lama yang kangen lawan tanding. Teh hangat tersedia.",
        day=3, hour=16,
    ),
)  # fmt: skip

# For the desk of the head of RT 003; the last for the head of the RW as well.
WAITING = (
    Sketch(
        "disability", "003", "Dampingi jalan-jalan ke taman dengan kursi roda",
        "Jalannya agak menanjak, jadi lebih aman berdua. Pulang sebelum magrib.",
        places=2, end="pending", day=3, hour=16, by="0004",
    ),
    Sketch(
        "lifting", "003", "Angkat mesin cuci ke lantai dua",
        "Tangganya sempit, tiga orang pas. Ada tali dan kain alas.",
        places=3, end="pending", day=2, hour=17,
    ),
    Sketch(
        "tutoring", "003", "Latihan membaca untuk dua anak kelas 1",
        "Di teras pos RT, setengah jam saja. Buku bacaannya sudah ada.",
        end="pending", day=4, hour=16,
    ),
    Sketch(
        "paperwork", "003", "Bantu isi formulir daftar ulang sekolah",
        "Formulirnya lewat internet dan tulisannya kecil-kecil.",
        end="pending",
    ),
    # Its account number is what the board holds until somebody has looked.
    Sketch(
        "errand", "003", "Titip beras dari koperasi",
        "Satu karung kecil saja. Uangnya saya transfer, atau ambil dari rekening 000-1234-567.",
        end="pending",
    ),
)  # fmt: skip
RECENT = (
    Sketch(
        "tent", "005", "Pinjam kursi untuk arisan ibu-ibu",
        "Dua puluh kursi cukup. Diambil dan diantar kembali sendiri.",
        places=2, end="pending", day=3, hour=15,
    ),
    Sketch(
        "errand", "001", "Tolong belikan barang", "",
        end="needs_changes", by="0005",
        reason="Mohon sebutkan barang apa dan kapan diperlukan, supaya tetangga bisa menimbang.",
    ),
    Sketch(
        "tools", "003", "Pinjam alat", "Buat di rumah.",
        end="needs_changes", reason="Alat apa, ya, dan kapan kira-kira dikembalikan?",
    ),
    Sketch(
        "errand", "003", "Titip ambil paket di kantor pos",
        "Paketnya ringan. Surat pengambilannya diberikan di rumah.",
        hands=1, end="unconfirmed", by="0004", helper="0003", done_by_helper=True,
    ),
    Sketch(
        "medicine", "002", "Ambilkan obat di apotek dekat pasar",
        "Sudah dibayar, tinggal diambil sebelum tutup.",
        hands=1, end="unconfirmed", helper="0003",
    ),
    Sketch(
        "phonehelp", "005", "Pindahkan kontak ke HP baru",
        "HP lama masih menyala, tetapi layarnya retak.",
        hands=1, end="unconfirmed", done_by_helper=True,
    ),
)  # fmt: skip

# The neighbours of RW 006, whom RW 005 never sees.
NEXT_DOOR = (
    Sketch(
        "lifting", "002", "Bantu angkat lemari es ke mobil bak",
        "Lima menit saja kalau bertiga.",
        places=3, hands=1, day=2, hour=8,
    ),
    Sketch(
        "elder", "001", "Temani Nenek ke posyandu lansia",
        "Jalan kaki, dekat. Nenek membawa payung dan bekal.",
        day=1, hour=8, by="0006",
    ),
    Sketch(
        "utility", "003", "Keran dapur bocor terus",
        "Sudah dililit karet, masih menetes. Ada yang punya kunci pipa?",
    ),
)  # fmt: skip
