"""Names and sentences for the invented reviews, plans and grants."""

AREAS = (
    "curriculum",
    "assessment_evaluation",
    "equity_excellence_wellbeing",
    "teaching",
    "leadership",
)

FOCUS = {
    "curriculum": (
        "planning for the digital competence framework",
        "the new scheme of work for mathematics",
        "numeracy across the subjects",
        "the use of Welsh outside lessons",
    ),
    "assessment_evaluation": (
        "the use of pupil tracking",
        "marking and feedback in writing",
        "moderation with partner schools",
        "self-evaluation by middle leaders",
    ),
    "equity_excellence_wellbeing": (
        "support for learners eligible for free school meals",
        "the attendance of vulnerable learners",
        "challenge for more able learners",
        "the nurture provision",
    ),
    "teaching": (
        "questioning in lessons",
        "the teaching of extended writing",
        "coaching between colleagues",
        "problem solving in mathematics",
    ),
    "leadership": (
        "the part governors play in school improvement",
        "the induction of the new senior team",
        "accountability of middle leaders",
        "succession planning",
    ),
}

SAID = {
    "very_good": (
        "Work on {focus} is embedded, and learners' work shows its effect.",
        "All the agreed steps on {focus} are complete and standards have risen.",
        "{Focus}: targets were passed, and the school now shares its practice with others.",
    ),
    "strong": (
        "Most of the agreed steps on {focus} are complete; early effects can be seen.",
        "{Focus}: well led, with good effect in most classes.",
        "Staff apply what was agreed on {focus}, and monitoring confirms it.",
    ),
    "satisfactory": (
        "A start has been made on {focus}, but practice differs from class to class.",
        "{Focus}: the plan is in place, and evidence of effect is still thin.",
        "Training on {focus} has been held; the school has yet to check what changed.",
    ),
    "limited": (
        "Little has changed in {focus} since the last visit.",
        "{Focus}: staff absence has held up the work, and the plan has been redrawn.",
        "The steps on {focus} have not begun in earnest; a review date is set.",
    ),
}

SUPPORT = {
    "core": (
        "Improvement partner visit",
        "Book scrutiny with senior leaders",
        "Place in a school network",
        "Review of the development plan",
    ),
    "enhanced": (
        "Half-termly progress board",
        "Paired working with a partner school",
        "Consultant headteacher, one day a fortnight",
        "Coaching by a lead practitioner",
    ),
}

# Birds and the like: nobody of the region is called by them.
PARTNER_INITIALS = tuple("ABCDEFGHIJLMNOPRSTUW")
PARTNER_SURNAMES = (
    "Hebog", "Drudwen", "Gwennol", "Crychydd", "Dryw", "Pioden", "Alarch", "Bronfraith", "Cudyll",
    "Ehedydd", "Gwalch", "Hwyaden", "Iâr", "Llinos", "Mwyalchen", "Nico", "Petrisen", "Robin",
    "Sigl", "Titw", "Wennol", "Ydfran",
)  # fmt: skip

PROGRAMMES = (
    "Aspiring senior leaders",
    "Newly appointed headteachers",
    "Outstanding teachers",
    "Leading literacy across the school",
    "Mathematics mastery network",
    "Welsh sabbatical scheme",
)
IMPACT_SAID = {
    "strong": (
        "Learners' books show the change in every class that took part.",
        "Those who took part now lead the same work in two other schools.",
    ),
    "some": (
        "Lessons seen since have changed in half of the classes.",
        "Planning has changed; what learners gain is still to be seen.",
    ),
    "none": (
        "Nothing different could be seen a term later.",
        "Those who took part have left the school.",
    ),
}

GRANT_SAID = {
    "pupil_deprivation_grant": (
        "Paid for small-group reading; most groups gained a level.",
        "A family officer worked with those whose attendance was lowest.",
        "Breakfast and homework clubs ran in every week of term.",
        "Not evaluated yet.",
    ),
    "education_improvement_grant": (
        "Kept classes of the Foundation Phase at the adults they need.",
        "Released teachers for work in clusters.",
        "Not evaluated yet.",
    ),
}

PLAN_ACTIONS = {
    "1.1": (
        "Joint moderation of teacher assessment",
        "Support for schools in the lower half of similar schools",
        "Tracking of each cohort against its targets",
    ),
    "2.1": (
        "Family learning in the schools with the widest gaps",
        "Attendance of learners eligible for free school meals",
        "Review of how schools spend grants",
    ),
    "3.1": (
        "Mentors for new headteachers",
        "Training of governors",
        "Shared headteachers for small schools",
    ),
}
PLAN_LEADS = ("Head of school improvement", "Lead for equity", "Lead for leadership")
PLAN_EVIDENCE = ("Notes of the review board", "Reports of visits", "Returns from schools")
PLAN_SAID = {
    "not_due": ("Begins next term.",),
    "limited": (
        "The post is still empty, and the work has not begun.",
        "Two of eight schools have taken part.",
    ),
    "satisfactory": (
        "Half of the schools have taken part.",
        "The plan is agreed; first visits are under way.",
    ),
    "strong": (
        "Nearly every school has taken part and the first effects are seen.",
        "All visits were made; three schools are still to report.",
    ),
    "very_good": ("Finished early, and results have risen.", "Every school took part."),
}

CALENDAR = (
    ("2016-autumn", "Agree targets with every school", "Improvement partners", "2016-11-30", "",
     "task", "Cytuno ar dargedau gyda phob ysgol", "Partneriaid gwella"),
    ("2016-autumn", "Report of the year's outcomes", "Managing director", "2016-11-25",
     "2016-12-13", "committee", "Adroddiad ar ddeilliannau'r flwyddyn", "Rheolwr gyfarwyddwr"),
    ("2017-spring", "Annual school census", "Local authorities", "2017-01-31", "", "collection",
     "Cyfrifiad ysgolion blynyddol", "Awdurdodau lleol"),
    ("2017-spring", "Review the support that each school gets", "Improvement partners",
     "2017-03-24", "", "task", "Adolygu'r cymorth y mae pob ysgol yn ei gael",
     "Partneriaid gwella"),
    ("2017-spring", "Business plan for the coming year", "Managing director", "2017-03-10",
     "2017-03-28", "committee", "Cynllun busnes y flwyddyn nesaf", "Rheolwr gyfarwyddwr"),
    ("2017-summer", "National data collection: teacher assessments", "Schools", "2017-06-16", "",
     "collection", "Casgliad data cenedlaethol: asesiadau athrawon", "Ysgolion"),
    ("2017-summer", "Judge progress with each school's priorities", "Improvement partners",
     "2017-07-07", "", "task", "Barnu cynnydd pob ysgol gyda'i blaenoriaethau",
     "Partneriaid gwella"),
    ("2017-summer", "Annual report to governors", "Headteachers", "2017-07-14", "", "task",
     "Adroddiad blynyddol i'r llywodraethwyr", "Penaethiaid"),
    ("2017-summer", "Performance report to scrutiny", "Directors of education", "2017-09-15",
     "2017-09-28", "committee", "Adroddiad perfformiad i'r pwyllgor craffu",
     "Cyfarwyddwyr addysg"),
    ("2017-autumn", "Agree targets with every school", "Improvement partners", "2017-11-30", "",
     "task", "Cytuno ar dargedau gyda phob ysgol", "Partneriaid gwella"),
    ("2017-autumn", "National data collection: post-16 programmes", "Schools", "2017-11-10", "",
     "collection", "Casgliad data cenedlaethol: rhaglenni ôl-16", "Ysgolion"),
    ("2017-autumn", "Report of the year's outcomes", "Managing director", "2017-11-24",
     "2017-12-12", "committee", "Adroddiad ar ddeilliannau'r flwyddyn", "Rheolwr gyfarwyddwr"),
)  # fmt: skip

#: The same in Welsh. What is said of a priority names it first, so that no letter mutates.
WELSH = {
    "planning for the digital competence framework":
        "cynllunio ar gyfer y fframwaith cymhwysedd digidol",
    "the new scheme of work for mathematics": "y cynllun gwaith newydd ar gyfer mathemateg",
    "numeracy across the subjects": "rhifedd ar draws y pynciau",
    "the use of Welsh outside lessons": "y defnydd o'r Gymraeg y tu allan i wersi",
    "the use of pupil tracking": "y defnydd o olrhain disgyblion",
    "marking and feedback in writing": "marcio ac adborth wrth ysgrifennu",
    "moderation with partner schools": "cymedroli gydag ysgolion partner",
    "self-evaluation by middle leaders": "hunanwerthuso gan arweinwyr canol",
    "support for learners eligible for free school meals":
        "cymorth i ddysgwyr sy'n gymwys i gael prydau ysgol am ddim",
    "the attendance of vulnerable learners": "presenoldeb dysgwyr agored i niwed",
    "challenge for more able learners": "her i ddysgwyr mwy abl",
    "the nurture provision": "y ddarpariaeth anogaeth",
    "questioning in lessons": "holi mewn gwersi",
    "the teaching of extended writing": "addysgu ysgrifennu estynedig",
    "coaching between colleagues": "hyfforddi rhwng cydweithwyr",
    "problem solving in mathematics": "datrys problemau mewn mathemateg",
    "the part governors play in school improvement": "rhan llywodraethwyr mewn gwella'r ysgol",
    "the induction of the new senior team": "cynefino'r uwch dîm newydd",
    "accountability of middle leaders": "atebolrwydd arweinwyr canol",
    "succession planning": "cynllunio olyniaeth",
    "Work on {focus} is embedded, and learners' work shows its effect.":
        "{Focus}: mae'r gwaith wedi ymwreiddio, ac mae gwaith y dysgwyr yn dangos ei effaith.",
    "All the agreed steps on {focus} are complete and standards have risen.":
        "{Focus}: cwblhawyd pob cam a gytunwyd, ac mae safonau wedi codi.",
    "{Focus}: targets were passed, and the school now shares its practice with others.":
        "{Focus}: rhagorwyd ar y targedau, ac mae'r ysgol bellach yn rhannu ei harfer ag eraill.",
    "Most of the agreed steps on {focus} are complete; early effects can be seen.":
        "{Focus}: cwblhawyd y rhan fwyaf o'r camau a gytunwyd; gellir gweld effeithiau cynnar.",
    "{Focus}: well led, with good effect in most classes.":
        "{Focus}: arweiniad da, gydag effaith dda yn y rhan fwyaf o ddosbarthiadau.",
    "Staff apply what was agreed on {focus}, and monitoring confirms it.":
        "{Focus}: mae'r staff yn rhoi'r hyn a gytunwyd ar waith, ac mae monitro'n cadarnhau hynny.",
    "A start has been made on {focus}, but practice differs from class to class.":
        "{Focus}: dechreuwyd ar y gwaith, ond mae'r arfer yn amrywio o ddosbarth i ddosbarth.",
    "{Focus}: the plan is in place, and evidence of effect is still thin.":
        "{Focus}: mae'r cynllun ar waith, ond prin yw'r dystiolaeth o effaith hyd yma.",
    "Training on {focus} has been held; the school has yet to check what changed.":
        "{Focus}: cynhaliwyd hyfforddiant; nid yw'r ysgol wedi gwirio eto beth a newidiodd.",
    "Little has changed in {focus} since the last visit.":
        "{Focus}: ychydig sydd wedi newid ers yr ymweliad diwethaf.",
    "{Focus}: staff absence has held up the work, and the plan has been redrawn.":
        "{Focus}: mae absenoldeb staff wedi arafu'r gwaith, ac ailluniwyd y cynllun.",
    "The steps on {focus} have not begun in earnest; a review date is set.":
        "{Focus}: nid yw'r camau wedi dechrau o ddifrif; pennwyd dyddiad adolygu.",
    "Improvement partner visit": "Ymweliad gan bartner gwella",
    "Book scrutiny with senior leaders": "Craffu ar lyfrau gydag uwch arweinwyr",
    "Place in a school network": "Lle mewn rhwydwaith ysgolion",
    "Review of the development plan": "Adolygu'r cynllun datblygu",
    "Half-termly progress board": "Bwrdd cynnydd bob hanner tymor",
    "Paired working with a partner school": "Gweithio mewn pâr ag ysgol bartner",
    "Consultant headteacher, one day a fortnight":
        "Pennaeth ymgynghorol, un diwrnod bob pythefnos",
    "Coaching by a lead practitioner": "Hyfforddiant gan ymarferydd arweiniol",
    "Aspiring senior leaders": "Darpar uwch arweinwyr",
    "Newly appointed headteachers": "Penaethiaid newydd eu penodi",
    "Outstanding teachers": "Athrawon rhagorol",
    "Leading literacy across the school": "Arwain llythrennedd ar draws yr ysgol",
    "Mathematics mastery network": "Rhwydwaith meistrolaeth mathemateg",
    "Welsh sabbatical scheme": "Cynllun sabothol yr iaith Gymraeg",
    "Learners' books show the change in every class that took part.":
        "Mae llyfrau'r dysgwyr yn dangos y newid ym mhob dosbarth a gymerodd ran.",
    "Those who took part now lead the same work in two other schools.":
        "Mae'r rhai a gymerodd ran bellach yn arwain yr un gwaith mewn dwy ysgol arall.",
    "Lessons seen since have changed in half of the classes.":
        "Mae'r gwersi a welwyd ers hynny wedi newid yn hanner y dosbarthiadau.",
    "Planning has changed; what learners gain is still to be seen.":
        "Mae'r cynllunio wedi newid; nid yw'r budd i ddysgwyr i'w weld eto.",
    "Nothing different could be seen a term later.":
        "Ni ellid gweld dim gwahanol dymor yn ddiweddarach.",
    "Those who took part have left the school.":
        "Mae'r rhai a gymerodd ran wedi gadael yr ysgol.",
    "Joint moderation of teacher assessment": "Cymedroli asesiadau athrawon ar y cyd",
    "Support for schools in the lower half of similar schools":
        "Cymorth i ysgolion sydd yn hanner isaf eu hysgolion tebyg",
    "Tracking of each cohort against its targets": "Olrhain pob carfan yn erbyn ei thargedau",
    "Family learning in the schools with the widest gaps":
        "Dysgu fel teulu yn yr ysgolion â'r bylchau mwyaf",
    "Attendance of learners eligible for free school meals":
        "Presenoldeb dysgwyr sy'n gymwys i gael prydau ysgol am ddim",
    "Review of how schools spend grants": "Adolygu sut mae ysgolion yn gwario grantiau",
    "Mentors for new headteachers": "Mentoriaid i benaethiaid newydd",
    "Training of governors": "Hyfforddi llywodraethwyr",
    "Shared headteachers for small schools": "Penaethiaid a rennir rhwng ysgolion bach",
    "Head of school improvement": "Pennaeth gwella ysgolion",
    "Lead for equity": "Arweinydd tegwch",
    "Lead for leadership": "Arweinydd datblygu arweinyddiaeth",
    "Begins next term.": "Bydd yn dechrau y tymor nesaf.",
    "The post is still empty, and the work has not begun.":
        "Mae'r swydd yn wag o hyd, ac nid yw'r gwaith wedi dechrau.",
    "Two of eight schools have taken part.": "Mae dwy ysgol o wyth wedi cymryd rhan.",
    "Half of the schools have taken part.": "Mae hanner yr ysgolion wedi cymryd rhan.",
    "The plan is agreed; first visits are under way.":
        "Cytunwyd ar y cynllun; mae'r ymweliadau cyntaf ar y gweill.",
    "Nearly every school has taken part and the first effects are seen.":
        "Mae bron pob ysgol wedi cymryd rhan a gwelir yr effeithiau cyntaf.",
    "All visits were made; three schools are still to report.":
        "Cynhaliwyd pob ymweliad; mae tair ysgol eto i adrodd.",
    "Finished early, and results have risen.":
        "Gorffennwyd yn gynnar, ac mae'r canlyniadau wedi codi.",
    "Every school took part.": "Cymerodd pob ysgol ran.",
    "Paid for small-group reading; most groups gained a level.":
        "Talodd am ddarllen mewn grwpiau bach; enillodd y rhan fwyaf o'r grwpiau lefel.",
    "A family officer worked with those whose attendance was lowest.":
        "Bu swyddog teuluoedd yn gweithio gyda'r rhai â'r presenoldeb isaf.",
    "Breakfast and homework clubs ran in every week of term.":
        "Cynhaliwyd clybiau brecwast a gwaith cartref bob wythnos o'r tymor.",
    "Not evaluated yet.": "Heb ei werthuso eto.",
    "Kept classes of the Foundation Phase at the adults they need.":
        "Cadwodd ddosbarthiadau'r Cyfnod Sylfaen â'r oedolion sydd eu hangen arnynt.",
    "Released teachers for work in clusters.": "Rhyddhaodd athrawon i weithio mewn clystyrau.",
}  # fmt: skip


def commented(said: str, focus: str) -> dict[str, str]:
    """What was found of a priority about ``focus``, in both languages."""
    both = {"commentary": (said, focus), "commentary_cy": (WELSH[said], WELSH[focus])}
    return {
        column: text.format(focus=about, Focus=about[0].upper() + about[1:])
        for column, (text, about) in both.items()
    }
