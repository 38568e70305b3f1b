"""Names for the demo's residents, kept by origin so that each reads as one person's."""

from random import Random

CHANIAGO = "Chaniago Piliang Koto Tanjung Sikumbang"
MARGA = "Simanjuntak Sihombing Siregar Nasution Sitorus Panjaitan Ginting"
BALI = "Wayan Made Nyoman Ketut Putu Kadek"
FAM = "Mandagi Pattinasarany Rumengan Latuheru"
PAPUA = "Wenda Kambuaya Rumbiak Suebu"
FLORES = "Lamabelawa Keraf Seran Tukan"
# (weight, given names, second or family names): a mix as in many a kelurahan, women and
# men apart where the second name tells them apart too.
ORIGINS: tuple[tuple[int, str, str], ...] = (
    (5, "Sri Endang Yuli Retno Ningsih Wiwik Tri Dwi", "Susanti Handayani Utami Wahyuni Lestari"),
    (5, "Slamet Joko Wahyu Sugeng Eko Suparman Tri", "Santoso Widodo Purnomo Nugroho Wibowo"),
    (4, "Neneng Euis Iis Lilis Imas Entin Ade", "Nurhayati Sukmawati Rohayati Kurniasih"),
    (4, "Asep Cecep Dadang Ujang Dedi Yayat Tatang", "Hidayat Kurnia Suryana Permana Gunawan"),
    (2, "Saodah Zaenab Romlah Juleha Maemunah", "Hasanah Azizah Nurlaila"),
    (2, "Rojali Jaelani Marwan Sabeni Mahmud", "Effendi Mansyur Fauzi Rahman"),
    (3, "Fitri Yusra Rahmat Deswita Afrizal Nurbaiti Hendri Elvi Zulkifli", CHANIAGO),
    (3, "Maria Togar Lamhot Rosmaida Binsar Tiur Parlin Duma Hotman Melva", MARGA),
    (1, BALI, "Ariani Astuti Suryani"),
    (1, BALI, "Suardana Sudiarta Wirawan Parwata"),
    (2, "Andi Hasna Rusdi Sitti Baso", "Mappasanda Syamsuddin Tenri Arifin Nurdin"),
    (2, "Lani Hendra Meilani Kevin Yenny Budiman", "Wijaya Tanuwijaya Gunadi Halim Salim"),
    (2, "Ferdinand Grace Jemmy Novi Stevanus Meiske", FAM),
    (1, "Yance Yosina Markus Dorkas", PAPUA),
    (1, "Yosef Goris Yuliana Theresia", FLORES),
)


def make_names(count: int, rng: Random) -> list[str]:
    """As many names as asked for; a name may come twice, as it does in life."""
    weights = [weight for weight, _given, _family in ORIGINS]
    chosen = rng.choices(ORIGINS, weights, k=count)
    return [
        f"{rng.choice(given.split())} {rng.choice(family.split())}"
        for _weight, given, family in chosen
    ]
