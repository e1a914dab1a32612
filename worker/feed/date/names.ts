/**
 * Month names and abbreviations in the languages that blogs are written in, a month a line. Where one word means two months
 * (`listopad`, `lis`, `lip`, `srp`), Croatian gives way to Polish and Czech.
 */
const MONTH_WORDS = [
  'jan january januar janvier janv enero ene gennaio gen janeiro januari styczen stycznia leden ledna jannuar januarie ianuarie ian ocak oca tammikuu tammikuuta января январь янв січня січень січ ιαν ιανουαριου ιανουαριος gener siechnia sijecanj sijecnja sty januara януари јануар јан sausio sausis janvaris jaanuar jaan xaneiro xan јануари tammi sij led',
  'feb february februar fevrier fevr fev febrero febbraio fevereiro februari luty lutego unor unora februarie subat sub helmikuu helmikuuta февраля февраль фев февр лютого лютии лют φεβ φεβρουαριου φεβρουαριος febrer veljaca veljace lut februara febr февруари фебруар феб vasario vasaris februaris veebruar veebr febreiro helmi velj uno',
  'mar march marz mars marzo marco maart mrt marzec marca brezen brezna marcius martie mart maaliskuu maaliskuuta марта март мар березня березень бер μαρ μαρτιου μαρτιος maerz mrz marc ozujak ozujka marts marec kovo kovas maret maalis ozu bre',
  'apr april avril avr abril abr aprile kwiecien kwietnia duben dubna aprilis aprilie nisan nis huhtikuu huhtikuuta апреля апрель апр квітня квітень кві απρ απριλιου απριλιος travanj travnja kwi aprila април balandzio balandis aprill квіт huhti tra dub',
  'may mai mayo maggio mag maio mei maj maja kveten kvetna majus mayis toukokuu toukokuuta мая маи травня травень тра μαι μαιου μαιος maig svibanj svibnja мај geguzes geguze maijs трав touko svi kve',
  'jun june juni juin junio giugno giu junho czerwiec czerwca cerven cervna junius iunie iun haziran haz kesakuu kesakuuta июня июнь июн червня червень чер ιουν ιουνιου ιουνιος ιον juny lipanj lipnja cze juna юни јун junij birzelio birzelis junijs juuni xuno черв јуни kesa junie cvn',
  'jul july juli juillet juil julio luglio lug julho lipiec lipca cervenec cervence julius iulie iul temmuz tem heinakuu heinakuuta июля июль июл липня липень лип ιουλ ιουλιου ιουλιος ιολ juliol srpanj srpnja lip jula юли јул julij liepos liepa julijs juuli xullo xul јули heina julie cvc',
  'aug august aout agosto ago augustus sierpien sierpnia srpen srpna augusztus agustos agu elokuu elokuuta августа август авг серпня серпень сер αυγ αυγουστου αυγουστος agost kolovoz kolovoza augusti sie augusta avgust avg rugpjucio rugpjutis augusts agustus серп elo agust kol srp',
  'sep sept september septembre septiembre setiembre settembre set setembro wrzesien wrzesnia zari szeptember szept septembrie eylul eyl syyskuu syyskuuta сентября сентябрь сен сент вересня вересень вер σεπ σεπτ σεπτεμβριου σεπτεμβριος setembre rujan rujna wrz septembra септември септембар сеп rugsejo rugsejis septembris syys septembar ruj zar',
  'oct october oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika rijen rijna octombrie ekim eki lokakuu lokakuuta октября октябрь окт жовтня жовтень жов οκτ οκτωβριου οκτωβριος paz oktobra октомври октобар spalio spalis oktobris oktoober жовт loka oktobar rij',
  'nov november novembre noviembre novembro listopad listopadu noiembrie noi kasim kas marraskuu marraskuuta ноября ноябрь ноя нояб листопада листопад лис νοε νοεμ νοεμβριου νοεμβριος studeni studenoga listopada lis novembra ноември новембар нов lapkricio lapkritis novembris лист ное marras novembar stu',
  'dec december dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia prosinec prosince decembrie aralik ara joulukuu joulukuuta декабря декабрь дек грудня грудень гру δεκ δεκεμβριου δεκεμβριος desembre desember des prosinac prosinca gru decembra декември децембар дец gruodzio gruodis decembris detsember dets decembro груд joulu decembar pro',
];

/** Month by name, from 1. */
const MONTHS: ReadonlyMap<string, number> = new Map(
  MONTH_WORDS.flatMap((words, index) =>
    withoutDiacritics(words)
      .split(' ')
      .map((word) => [word, index + 1] as const),
  ),
);

/**
 * Minutes east of Greenwich by zone name. Where one name means several zones it is the one that PHP takes, which writes
 * most feeds' dates (`IST` Israel, `CST` and `EST` America, `BST` Britain).
 */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 60,
    bst: 60,
    ist: 120,
    cet: 60,
    cest: 120,
    met: 60,
    mest: 120,
    mez: 60,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    msd: 240,
    sast: 120,
    wat: 60,
    cat: 120,
    eat: 180,
    trt: 180,
    ast: -240,
    adt: -180,
    at: -240,
    est: -300,
    edt: -240,
    et: -300,
    cst: -360,
    cdt: -300,
    ct: -360,
    mst: -420,
    mdt: -360,
    mt: -420,
    pst: -480,
    pdt: -420,
    pt: -480,
    akst: -540,
    akdt: -480,
    hst: -600,
    hdt: -540,
    nst: -210,
    ndt: -150,
    brt: -180,
    brst: -120,
    art: -180,
    clt: -240,
    clst: -180,
    cot: -300,
    pet: -300,
    uyt: -180,
    vet: -240,
    jst: 540,
    kst: 540,
    hkt: 480,
    sgt: 480,
    myt: 480,
    pht: 480,
    wib: 420,
    wita: 480,
    wit: 540,
    ict: 420,
    pkt: 300,
    npt: 345,
    gst: 240,
    irst: 210,
    aest: 600,
    aedt: 660,
    acst: 570,
    acdt: 630,
    awst: 480,
    nzst: 720,
    nzdt: 780,
  }),
);
const AFTERNOON = new Set(['pm', 'p.m.', '오후', '下午', '午後', 'μμ']);
const FORENOON = new Set(['am', 'a.m.', '오전', '上午', '午前', 'πμ']);

/** Writes a text as months are looked up: lower case, `й` as `и`, `é` as `e`, the dotless `ı` as `i`. */
export function withoutDiacritics(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ı', 'i')
    .normalize('NFC');
}

/** Gives the month of this name, in lower case without diacritics; `null` where it is none. */
export function monthOf(word: string): number | null {
  return MONTHS.get(word.replace(/^d['’]|\.$/g, '')) ?? null;
}

/** Gives minutes east of Greenwich of a zone, by its name in lower case; `null` where no such zone is known. */
export function zoneOf(word: string): number | null {
  return ZONES.get(word.startsWith('etc/') ? word.slice(4) : word) ?? null;
}

/** Gives the half of the day that a word names; `null` where it names none. */
export function halfOf(word: string): 'forenoon' | 'afternoon' | null {
  if (AFTERNOON.has(word)) return 'afternoon';
  return FORENOON.has(word) ? 'forenoon' : null;
}
