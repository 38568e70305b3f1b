"""Needs and events that neighbours reported, and how far each case has come."""

from dataclasses import dataclass

from gotongroyong.demo.sketches import Sketch


@dataclass(frozen=True)
class Complaint:
    """About a need that is told here, or about an event by its title."""

    # (reason, words); the first by the one of the cast that `reporter` names.
    reports: tuple[tuple[str, str], ...]
    need: Sketch | None = None
    event: str = ""
    reporter: str = ""
    # 'kept' or 'hidden', with the reason that both sides read.
    decision: str = ""
    reason: str = ""
    appeal: str = ""
    appeal_decision: str = ""
    appeal_reason: str = ""
    # Its need was posted, or its event reported, so many days ago.
    days: float = 3

    @property
    def is_waiting(self) -> bool:
        return not self.decision or bool(self.appeal and not self.appeal_decision)


WAITING = (
    Complaint(
        need=Sketch(
            "errand", "003", "Ikut patungan pulsa, lebih hemat",
            "Kumpulkan dulu nomor tetangga yang mau ikut, nanti dibelikan sekalian.",
            places=3, day=5,
        ),
        reports=(("scam", "Minta nomor orang banyak, kurang jelas untuk apa."),),
        days=1.5,
    ),
    Complaint(
        need=Sketch(
            "other", "003", "Sebarkan ajakan memilih calon nomor sekian",
            "Butuh yang mau menempel selebaran di gang-gang.",
            places=6, hands=1, day=6,
        ),
        reports=(
            ("politics", "Ini kampanye, bukan minta bantuan."),
            ("politics", ""),
            ("other", "Tidak pantas di papan warga."),
        ),
        days=2.5,
    ),
    Complaint(
        need=Sketch(
            "tools", "003", "Pinjam petasan sisa tahun lalu",
            "Untuk menyambut keponakan pulang. Dinyalakan di lapangan saja.",
            day=7,
        ),
        reports=(("unsafe", "Bisa melukai anak-anak."),),
        reporter="0004",
        decision="kept",
        reason="Yang dimaksud kembang api kecil, dinyalakan di lapangan dan didampingi.",
        appeal="Tulisannya tetap petasan. Mohon RW yang menimbang, banyak anak main di sana.",
        days=5,
    ),
)  # fmt: skip
DECIDED = (
    Complaint(
        need=Sketch(
            "other", "006", "Ikut arisan daring, untung berlipat",
            "Cukup setor di awal, nanti dikembalikan dua kali lipat.",
            places=5, day=9,
        ),
        reports=(
            ("scam", "Mirip yang pernah menipu saudara saya."),
            ("scam", "Arisan bodong."),
            ("scam", ""),
        ),
        decision="hidden",
        reason="Berisi ajakan menyetor uang. Papan ini untuk saling bantu, bukan urusan uang.",
        days=6,
    ),
    Complaint(
        need=Sketch(
            "tutoring", "001", "Cari guru mengaji untuk tiga anak",
            "Dua kali sepekan selepas asar, di teras rumah.",
            hands=1, day=4,
        ),
        reports=(("other", "Sudah ada pengajian di mushala."),),
        decision="kept",
        reason="Belajar di rumah juga boleh. Isinya tidak melanggar aturan papan.",
        days=7,
    ),
    Complaint(
        need=Sketch(
            "lifting", "003", "Bongkar pagar bambu yang menutup jalan tembus",
            "Sudah disepakati dengan yang punya tanah. Butuh empat orang dan satu gerobak.",
            places=4, hands=2, day=8, by="0004",
        ),
        reports=(("unsafe", "Pagar orang mau dibongkar."),),
        decision="hidden",
        reason="Disembunyikan dulu sampai jelas izin dari pemilik tanah.",
        appeal="Pemiliknya tetangga sebelah dan ikut membongkar. Boleh ditanyakan langsung.",
        appeal_decision="kept",
        appeal_reason="Pemilik tanah sudah ditemui dan setuju. Silakan dilanjutkan.",
        days=7.5,
    ),
    Complaint(
        event="Bazar akhir tahun",
        reports=(("scam", "Apakah penjaga meja harus membayar?"),),
        reporter="0005",
        decision="kept",
        reason="Tidak ada pungutan: meja dipinjamkan, hasilnya milik penjual sendiri.",
        days=0.7,
    ),
)  # fmt: skip
