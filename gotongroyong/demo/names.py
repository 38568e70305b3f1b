"""Names for the demo's residents, kept by origin so that each reads as one person's."""

from random import Random

# (weight, given names, second or family names); a mix as in many a kelurahan.
ORIGINS: tuple[tuple[int, str, str], ...] = (
    (
        10,
        "Slamet Joko Wahyu Sri Endang Sugeng Tri Eko Dwi Yuli Retno Suparman Ningsih Wiwik",
        "Santoso Widodo Susanti Handayani Purnomo Utomo Lestari Nugroho Setiawan Wibowo",
    ),
    (
        8,
        "Asep Cecep Dadang Neneng Euis Iis Ujang Ade Lilis Dedi Yayat Imas Tatang Entin",
        "Hidayat Kurnia Suryana Permana Nurhayati Sukmawati Gunawan Rohayati Komara",
    ),
    (
        4,
        "Rojali Jaelani Saodah Marwan Zaenab Sabeni Romlah Mahmud Juleha",
        "Effendi Mansyur Saputra Hasanah Fauzi Rahman Azizah",
    ),
    (
        3,
        "Fitri Yusra Rahmat Deswita Afrizal Nurbaiti Hendri Elvi Zulkifli",
        "Chaniago Piliang Koto Tanjung Sikumbang",
    ),
    (
        3,
        "Maria Togar Lamhot Rosmaida Binsar Tiur Parlin Duma Hotman Melva",
        "Simanjuntak Sihombing Siregar Nasution Sitorus Panjaitan Ginting",
    ),
    (2, "Wayan Made Nyoman Ketut Putu Kadek", "Suardana Sudiarta Ariani Wirawan Astuti Parwata"),
    (2, "Andi Daeng Hasna Rusdi Sitti Baso", "Mappasanda Syamsuddin Tenri Arifin Nurdin"),
    (2, "Lani Hendra Meilani Kevin Yenny Budiman", "Wijaya Tanuwijaya Gunadi Halim Salim"),
    (2, "Ferdinand Grace Jemmy Novi Stevanus Meiske", "Mandagi Pattinasarany Rumengan Latuheru"),
    (1, "Yance Yosina Markus Dorkas", "Wenda Kambuaya Rumbiak Suebu"),
    (1, "Yosef Maria Goris Yuliana", "Lamabelawa Keraf Seran Tukan"),
)


def make_names(count: int, rng: Random) -> list[str]:
    """As many names as asked for; a name may come twice, as it does in life."""
    weights = [weight for weight, _given, _family in ORIGINS]
    chosen = rng.choices(ORIGINS, weights, k=count)
    return [
        f"{rng.choice(given.split())} {rng.choice(family.split())}"
        for _weight, given, family in chosen
    ]
