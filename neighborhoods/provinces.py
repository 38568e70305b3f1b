"""The 38 provinces, by the zone on whose clocks they live."""

from neighborhoods.models import Zone

OF_ZONE: dict[Zone, tuple[str, ...]] = {
    Zone.JAKARTA: (
        "Aceh",
        "Sumatera Utara",
        "Sumatera Barat",
        "Riau",
        "Kepulauan Riau",
        "Jambi",
        "Bengkulu",
        "Sumatera Selatan",
        "Kepulauan Bangka Belitung",
        "Lampung",
        "Banten",
        "DKI Jakarta",
        "Jawa Barat",
        "Jawa Tengah",
        "DI Yogyakarta",
        "Jawa Timur",
    ),
    Zone.PONTIANAK: ("Kalimantan Barat", "Kalimantan Tengah"),
    Zone.MAKASSAR: (
        "Kalimantan Selatan",
        "Kalimantan Timur",
        "Kalimantan Utara",
        "Bali",
        "Nusa Tenggara Barat",
        "Nusa Tenggara Timur",
        "Sulawesi Utara",
        "Gorontalo",
        "Sulawesi Tengah",
        "Sulawesi Barat",
        "Sulawesi Selatan",
        "Sulawesi Tenggara",
    ),
    Zone.JAYAPURA: (
        "Maluku",
        "Maluku Utara",
        "Papua",
        "Papua Barat",
        "Papua Barat Daya",
        "Papua Pegunungan",
        "Papua Selatan",
        "Papua Tengah",
    ),
}
ZONE_OF = {province: zone for zone, provinces in OF_ZONE.items() for province in provinces}
PROVINCES = sorted(ZONE_OF)


def province_named(written: str) -> str | None:
    """As it is spelled here, whatever the capitals; None for what is no province."""
    return next((each for each in PROVINCES if each.lower() == written.strip().lower()), None)
