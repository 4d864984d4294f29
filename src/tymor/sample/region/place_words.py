"""Words that invented places are named with, in English and Welsh.

Each thing stands in Welsh as it follows another noun: with its article, mutated
where it is feminine. Common words of real Welsh school names (coed, felin, afon,
castell, derwen, eos and the like) are left out on purpose.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word in English and in Welsh."""

    en: str
    cy: str


def _words(lines: str) -> tuple[Word, ...]:
    pairs = (entry.split("=") for line in lines.split("\n") for entry in line.split(";"))
    return tuple(Word(pair[0].strip(), pair[1].strip()) for pair in pairs if len(pair) == 2)


# Lie of the land and what people build on it. Those with an English side can
# stand in an English name; the others only head a Welsh one.
HEADS = _words("""
    =Cwm; =Nant; =Maes; =Rhyd; =Dôl; =Dyffryn; =Cae; =Gwaun; =Bwlch; =Cefn; =Llwyn; =Twyn
    =Blaen; =Tyle; =Ynys; =Hafod; =Tir; =Hendre; =Pant; =Cilfach; =Ffynnon; =Clawdd; =Gallt
    =Clwyd; =Tyddyn; =Lôn; =Rhos; =Pwll; =Carreg; =Clogwyn; =Craig
    Causeway=Sarn; Kiln=Odyn; Weir=Cored; Glade=Llannerch; Cove=Cildraeth; Smithy=Efail
    Barn=Ysgubor; Tower=Tŵr; Steps=Grisiau; Terrace=Teras; Footpath=Llwybr; Quay=Cei
    Promenade=Rhodfa; Wharf=Glanfa; Lock=Loc; Saltmarsh=Morfa
""")

BIRDS = _words("""
    Lapwing=y gornchwiglen; Snipe=y gïach; Curlew=y gylfinir; Heron=y crëyr; Kestrel=y cudyll
    Goldfinch=y nico; Linnet=y llinos; Wren=y dryw; Magpie=y bioden; Rook=yr ydfran
    Thrush=y fronfraith; Swallow=y wennol; Plover=y cwtiad; Gull=yr wylan; Cormorant=y fulfran
    Puffin=y pâl; Sandpiper=y pibydd; Coot=y gwtiar; Woodpecker=y gnocell; Owl=y dylluan
    Partridge=y betrisen; Pheasant=y ffesant; Quail=y sofliar; Cuckoo=y gog; Goose=yr ŵydd
    Swan=yr alarch; Duck=yr hwyaden; Hawk=yr hebog; Starling=y ddrudwen; Wagtail=y siglen
    Warbler=y telor; Flycatcher=y gwybedog; Skylark=yr ehedydd; Dove=y golomen
""")

BEASTS = _words("""
    Otter=y dyfrgi; Badger=y broch; Hedgehog=y draenog; Squirrel=y wiwer; Weasel=y wenci
    Stoat=y carlwm; Hare=yr ysgyfarnog; Fox=y llwynog; Stag=yr hydd; Hind=yr ewig; Foal=yr ebol
    Mare=y gaseg; Calf=y llo; Lamb=yr oen; Ram=yr hwrdd; Goat=yr afr; Ox=yr ych; Salmon=yr eog
    Trout=y brithyll; Eel=y llysywen; Pike=y penhwyad; Bee=y wenynen; Ant=y morgrugyn
    Frog=y broga; Lizard=y fadfall; Snail=y falwen; Seal=y morlo; Crab=y cranc
    Cockle=y gocosen; Mole=y wahadden; Mouse=y llygoden
""")

PLANTS = _words("""
    Barley=yr haidd; Oat=y ceirch; Wheat=y gwenith; Hay=y gwair; Clover=y meillion
    Bracken=y rhedyn; Thistle=yr ysgallen; Nettle=y danadl; Bramble=y mieri; Sorrel=y suran
    Mint=y mintys; Primrose=y briallu; Ivy=yr iorwg; Honeysuckle=y gwyddfid
    Rowan=y griafolen; Hazel=y gollen; Elder=yr ysgawen; Aspen=yr aethnen; Elm=y llwyfen
    Poplar=y boplysen; Juniper=y ferywen; Moss=y mwsogl; Rush=y brwyn; Reed=y cyrs
    Acorn=y fesen; Bilberry=y llus; Blackberry=y mwyar; Plum=yr eirinen; Pear=yr ellygen
""")

PEOPLE = _words("""
    Cobbler's=y crydd; Weaver's=y gwehydd; Potter's=y crochenydd; Tanner's=y barcer
    Cooper's=y cowper; Saddler's=y cyfrwywr; Tailor's=y teiliwr; Carter's=y certiwr
    Drover's=y porthmon; Boatman's=y cychwr; Fisherman's=y pysgotwr; Hunter's=yr heliwr
    Ploughman's=yr aradwr; Reaper's=y medelwr; Thatcher's=y töwr; Carpenter's=y saer
    Fuller's=y pannwr; Sexton's=y clochydd; Fiddler's=y ffidlwr; Harper's=y telynor
    Printer's=yr argraffydd; Baker's=y pobydd; Brewer's=y bragwr; Shepherd's=y bugail
    Quarryman's=y chwarelwr; Haulier's=yr halier; Glazier's=y gwydrwr
""")

THINGS = _words("""
    Plough=yr aradr; Harrow=yr og; Sickle=y cryman; Scythe=y bladur; Anvil=yr eingion
    Bellows=y fegin; Hammer=y morthwyl; Wheel=yr olwyn; Spindle=y werthyd; Cauldron=y crochan
    Kettle=y tegell; Lantern=y llusern; Candle=y gannwyll; Bell=y gloch; Horn=y corn
    Flute=y ffliwt; Drum=y tabwrdd; Anchor=yr angor; Oar=y rhwyf; Sail=yr hwyl
    Mast=yr hwylbren; Net=y rhwyd; Basket=y fasged; Barrel=y gasgen; Saddle=y cyfrwy
    Horseshoe=y bedol; Thimble=y gwniadur; Ribbon=y rhuban; Compass=y cwmpawd; Spade=y rhaw
""")

NOUNS = (*BIRDS, *BEASTS, *PLANTS, *PEOPLE, *THINGS)

# For when the plain names are used up, which a region of Wales's size does not do.
QUALIFIERS = (Word("", ""), Word("Upper", "Uchaf"), Word("Lower", "Isaf"), Word("New", "Newydd"))
