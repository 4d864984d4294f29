"""The forty invented schools.

The names are made of Welsh and English words for birds, trees, trades and the
lie of the land. None is the name of a real school of the region.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class School:
    """One invented school; ``efsm_pct`` is the share of learners eligible for free meals."""

    la_code: str
    sector: str
    medium: str
    pupils: int
    efsm_pct: float
    name_en: str
    name_cy: str
    school_id: str = ""
    open_from: str = ""
    open_to: str = ""

    def open_in(self, academic_year: str) -> bool:
        """Whether the school had pupils in ``academic_year``, such as 2015/16."""
        first = int(academic_year[:4])
        began_by_then = not self.open_from or self.open_from <= f"{first}-09-01"
        return began_by_then and (not self.open_to or self.open_to > f"{first + 1}-07-31")


_BRIDGEND = (
    School("672", "primary", "english", 212, 14.6,
           "Cwm Helygen Primary School", "Ysgol Gynradd Cwm Helygen"),
    School("672", "primary", "english", 318, 21.3,
           "Nant y Crydd Primary School", "Ysgol Gynradd Nant y Crydd"),
    School("672", "primary", "welsh", 284, 11.8,
           "Ysgol Gynradd Gymraeg Maes y Gloch", "Ysgol Gynradd Gymraeg Maes y Gloch"),
    School("672", "primary", "dual", 156, 19.4,
           "Rhyd yr Ebol Primary School", "Ysgol Gynradd Rhyd yr Ebol"),
    School("672", "primary", "english", 97, 28.1,
           "Dôl y Llwynog Primary School", "Ysgol Gynradd Dôl y Llwynog"),
    School("672", "secondary", "english", 1184, 18.9,
           "Coed yr Hydd Comprehensive School", "Ysgol Gyfun Coed yr Hydd"),
    School("672", "secondary", "welsh", 742, 12.7,
           "Ysgol Gyfun Gymraeg Dyffryn yr Hebog", "Ysgol Gyfun Gymraeg Dyffryn yr Hebog"),
    School("672", "special", "english", 94, 38.6,
           "Cae'r Gwenyn Special School", "Ysgol Arbennig Cae'r Gwenyn"),
)  # fmt: skip

_CARDIFF = (
    School("681", "nursery", "english", 78, 29.5,
           "Barley Lane Nursery School", "Ysgol Feithrin Lôn yr Haidd"),
    School("681", "primary", "english", 478, 9.2,
           "Castle Orchard Primary School", "Ysgol Gynradd Perllan y Castell"),
    School("681", "primary", "english", 396, 33.7,
           "Mariner's Quay Primary School", "Ysgol Gynradd Cei'r Morwr"),
    School("681", "primary", "welsh", 421, 10.4,
           "Ysgol Gymraeg Pont y Bioden", "Ysgol Gymraeg Pont y Bioden"),
    School("681", "primary", "dual", 187, 24.8,
           "Gwaun y Gïach Primary School", "Ysgol Gynradd Gwaun y Gïach",
           open_from="2015-09-01"),
    School("681", "secondary", "english", 1462, 23.6,
           "Saltmarsh High School", "Ysgol Uwchradd Morfa Heli"),
    School("681", "secondary", "welsh", 1053, 10.9,
           "Ysgol Gyfun Gymraeg Glan y Gamlas", "Ysgol Gyfun Gymraeg Glan y Gamlas"),
    School("681", "pru", "english", 42, 51.2,
           "Harbour Steps Pupil Referral Unit",
           "Uned Cyfeirio Disgyblion Grisiau'r Harbwr"),
)  # fmt: skip

_MERTHYR_TYDFIL = (
    School("675", "primary", "english", 241, 31.5,
           "Ffwrnais Uchaf Primary School", "Ysgol Gynradd Ffwrnais Uchaf"),
    School("675", "primary", "dual", 198, 22.7,
           "Llannerch y Dryw Primary School", "Ysgol Gynradd Llannerch y Dryw"),
    School("675", "primary", "welsh", 263, 15.9,
           "Ysgol Gynradd Gymraeg Craig y Frân", "Ysgol Gynradd Gymraeg Craig y Frân"),
    School("675", "primary", "english", 174, 36.8,
           "Tramroad Terrace Primary School", "Ysgol Gynradd Teras y Dramffordd"),
    School("675", "secondary", "english", 913, 26.4,
           "Pen y Gefnen High School", "Ysgol Uwchradd Pen y Gefnen"),
    School("675", "secondary", "english", 654, 29.3,
           "Lluest y Dderwen Comprehensive School", "Ysgol Gyfun Lluest y Dderwen"),
    School("675", "through", "english", 886, 24.1,
           "Bwlch yr Aradr Community School", "Ysgol Gymuned Bwlch yr Aradr"),
    School("675", "pru", "english", 36, 57.4,
           "Tŷ'r Ysgubor Pupil Referral Unit",
           "Uned Cyfeirio Disgyblion Tŷ'r Ysgubor"),
)  # fmt: skip

_RHONDDA_CYNON_TAF = (
    School("674", "primary", "english", 62, 34.2,
           "Blaen y Gaseg Primary School", "Ysgol Gynradd Blaen y Gaseg",
           open_to="2016-08-31"),
    School("674", "primary", "english", 226, 27.9,
           "Ynys y Crëyr Primary School", "Ysgol Gynradd Ynys y Crëyr"),
    School("674", "primary", "welsh", 248, 14.3,
           "Ysgol Gynradd Gymraeg Tyle'r Eos", "Ysgol Gynradd Gymraeg Tyle'r Eos"),
    School("674", "primary", "dual", 189, 25.6,
           "Heol y Fronfraith Primary School", "Ysgol Gynradd Heol y Fronfraith"),
    School("674", "secondary", "english", 1021, 25.2,
           "Cefn y Rhedyn Comprehensive School", "Ysgol Gyfun Cefn y Rhedyn"),
    School("674", "through", "welsh", 1127, 13.4,
           "Ysgol Gymraeg Cwrt y Celyn", "Ysgol Gymraeg Cwrt y Celyn"),
    School("674", "middle", "english", 437, 28.8,
           "Tir y Barcud Middle School", "Ysgol Ganol Tir y Barcud"),
    School("674", "special", "english", 88, 43.1,
           "Llwyn y Gnocell Special School", "Ysgol Arbennig Llwyn y Gnocell"),
)  # fmt: skip

_VALE_OF_GLAMORGAN = (
    School("673", "nursery", "english", 68, 16.2,
           "Shingle Cove Nursery School", "Ysgol Feithrin Cildraeth y Gro"),
    School("673", "primary", "english", 35, 11.4,
           "Pentre'r Wennol Primary School", "Ysgol Gynradd Pentre'r Wennol"),
    School("673", "primary", "english", 143, 5.8,
           "Llandeulwyn Church in Wales Primary School",
           "Ysgol Gynradd yr Eglwys yng Nghymru Llandeulwyn"),
    School("673", "primary", "welsh", 232, 7.7,
           "Ysgol Gymraeg Twyn yr Wylan", "Ysgol Gymraeg Twyn yr Wylan"),
    School("673", "primary", "english", 359, 18.3,
           "Lighthouse Road Primary School", "Ysgol Gynradd Heol y Goleudy"),
    School("673", "secondary", "english", 1243, 10.1,
           "Cliff Beacon High School", "Ysgol Uwchradd Coelcerth y Clogwyn"),
    School("673", "secondary", "dual", 968, 13.8,
           "Bro'r Twyni Comprehensive School", "Ysgol Gyfun Bro'r Twyni"),
    School("673", "middle", "english", 402, 12.5,
           "Mill Race Middle School", "Ysgol Ganol Ffrwd y Felin"),
)  # fmt: skip

NAMED = (*_BRIDGEND, *_CARDIFF, *_MERTHYR_TYDFIL, *_RHONDDA_CYNON_TAF, *_VALE_OF_GLAMORGAN)
"""The schools in the order of their ids."""
