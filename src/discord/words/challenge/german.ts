import { decimalsOf, pluralsOf } from '../grammar.ts';
import type { ChallengeWords } from './challenge-words.ts';

const plural = pluralsOf('de');
const decimal = decimalsOf('de');
const days = (number: number): string => plural(number, { one: 'einen Tag', other: `${number} Tage` });
const votes = (number: number): string => plural(number, { one: 'eine Stimme', other: `${number} Stimmen` });

export const germanChallenge: ChallengeWords = {
  entry: (number) => `Beitrag ${number}`,
  by: (member) => `von ${member}`,
  status: {
    announced: (when) => `🗓️ **Angekündigt** · Beiträge werden angenommen: ${when}`,
    open: (moment) => `🟢 **Beiträge werden angenommen** · bis ${moment}`,
    review: (moment) => `🔎 **Die Moderation sieht die Beiträge durch** · längstens bis ${moment}`,
    preparing: '📤 **Die Abstimmung beginnt gleich** · die Beiträge werden gerade gepostet.',
    voting: (moment) => `🗳️ **Die Abstimmung läuft** · bis ${moment}`,
    runOff: (moment) => `🤝 **Eine Stichwahl entscheidet zwischen den Besten** · bis ${moment}`,
    tallying: '🧮 **Die Abstimmung ist vorbei** · die Stimmen werden gezählt.',
    closed: '🏁 **Vorbei**',
    cancelled: (because) => `🚫 **Abgesagt**${because}.`,
    paused: (because) =>
      `⏸️ **Angehalten**${because}. Bis es weitergeht, kann niemand teilnehmen oder abstimmen, und niemand verliert Zeit.`,
  },
  head: {
    theme: 'Thema',
    rules: 'Regeln',
    times: 'Termine',
    entering: 'Teilnahme',
    voting: 'Abstimmung',
    prizes: 'Preise',
  },
  times: {
    opens: (moment) => `Beiträge ab: ${moment}`,
    entriesUntil: (moment) => `Beiträge bis: ${moment}`,
    reviewUntil: (moment) => `Durchsicht bis: ${moment}`,
    votesUntil: (moment) => `Abstimmung bis: ${moment}`,
  },
  entering: {
    perMember: (entries) =>
      plural(entries, { one: 'Ein Beitrag je Mitglied', other: `Bis zu ${entries} Beiträge je Mitglied` }),
    own: 'Dein eigenes Video, hier mit `/veo` erstellt, nachdem es losging',
    swap: 'Er lässt sich tauschen oder zurückziehen, solange Beiträge angenommen werden',
    allowed: (settings) => `Erlaubt: ${settings}`,
    noPictures: 'Nur aus dem Prompt erstellt, ohne Bilder',
    words: (words) => `Der Prompt enthält: ${words}`,
    roles: (roles) => `Teilnehmen können: ${roles}`,
    accountDays: (number) =>
      `Wer teilnimmt oder abstimmt, hat sein Konto seit mindestens ${plural(number, { one: 'einem Tag', other: `${number} Tagen` })}`,
    memberDays: (number) =>
      `Wer teilnimmt oder abstimmt, ist seit mindestens ${plural(number, { one: 'einem Tag', other: `${number} Tagen` })} auf diesem Server`,
    review: 'Die Moderation sieht jeden Beitrag vorher an',
    pool: (videos) =>
      `🎁 ${plural(videos, { one: 'Ein freies Video', other: `${videos} freie Videos` })} für alle, die teilnehmen: \`/veo challenge:\``,
    cooldown: (number) =>
      `Wer in den letzten ${plural(number, { one: '24 Stunden', other: `${number} Tagen` })} gewonnen hat, kann teilnehmen, aber nichts gewinnen`,
    anonymous: 'Namen bleiben bis zum Ende verborgen',
  },
  voting: {
    method: {
      'one-pick': 'Alle wählen einen Beitrag. Die meisten Stimmen gewinnen.',
      ranked:
        'Alle nennen einen ersten, zweiten und dritten: 3, 2 und 1 Punkte. Die meisten Punkte gewinnen.',
      stars: 'Alle geben Beiträgen einen bis fünf Sterne. Der beste Durchschnitt gewinnt.',
      approval: 'Alle wählen beliebig viele Beiträge. Die meisten Stimmen gewinnen.',
    },
    minRatings: (ratings) =>
      `Um zu gewinnen, braucht ein Beitrag mindestens ${plural(ratings, { one: 'eine Bewertung', other: `${ratings} Bewertungen` })}.`,
    fewerRatings: 'Bekommt keiner so viele, genügen so viele, wie ein Beitrag höchstens bekommt.',
    ties: {
      order: 'Bei Gleichstand entscheiden mehr Höchstnoten, dann mehr Wertungen, dann der frühere Beitrag.',
      shared: 'Bei Gleichstand teilen sich Beiträge den Platz.',
      'run-off': 'Liegen die Besten gleichauf, entscheidet eine zweite Abstimmung zwischen ihnen.',
    },
    roles: (roles) => `Abstimmen können: ${roles}`,
    fair: 'Stimmen sind geheim und lassen sich bis zum Schluss ändern. Niemand stimmt für sich selbst.',
  },
  prize: {
    role: (role) => `die Rolle ${role}`,
    roleFor: (role, number) => `die Rolle ${role} für ${days(number)}`,
    bonus: (videos) =>
      plural(videos, { one: 'ein zusätzliches Video', other: `${videos} zusätzliche Videos` }),
  },
  count: {
    entries: (number) => plural(number, { one: 'ein Beitrag', other: `${number} Beiträge` }),
    voters: (number) =>
      plural(number, { one: 'ein Mitglied hat abgestimmt', other: `${number} Mitglieder haben abgestimmt` }),
  },
  host: (member) => `veranstaltet von ${member}`,
  button: {
    how: '🏆 So nimmst du teil',
    mine: 'Meine Beiträge',
    vote: '🗳️ Abstimmen',
    remind: '🔔 Erinnere mich',
    result: '🏁 Ergebnis',
  },
  phase: {
    opened: (title, moment) => `🟢 **${title}**: Beiträge werden bis ${moment} angenommen.`,
    howToEnter: 'Drück **🏆 Teilnehmen** unter einem deiner Videos, oder erstell eins mit `/veo challenge:`.',
    voting: (title, moment) => `🗳️ Die Abstimmung über **${title}** hat begonnen. Sie läuft bis ${moment}.`,
    howToVote: 'Drück **🗳️ Abstimmen**: Du siehst die Beiträge einzeln, in deiner eigenen Reihenfolge.',
    cancelled: (title, because) => `🚫 **${title}** wurde abgesagt${because}.`,
  },
  reminder: {
    entries: (title, when) =>
      `⏰ Beiträge für **${title}** werden nur noch kurz angenommen, Schluss ist ${when}.`,
    votes: (title, when) => `⏰ Die Abstimmung über **${title}** endet ${when}.`,
  },
  runOff: (title, entries, moment) =>
    `🤝 **${title}**: ${entries} liegen gleichauf. Eine zweite Abstimmung entscheidet zwischen ihnen, bis ${moment}.`,
  gone: {
    withdrawn: (entry) => `**${entry}** wurde zurückgezogen.`,
    disqualified: (entry) => `**${entry}** wurde ausgeschlossen.`,
    video: (entry) => `**${entry}** lässt sich nicht zeigen: Das Video gibt es nicht mehr.`,
  },
  sheet: {
    caption: (title, entries) =>
      `🖼️ **${title}**: ${plural(entries, { one: 'der einzige Beitrag', other: `alle ${entries} Beiträge` })} auf einen Blick.`,
    label: (entries) =>
      plural(entries, {
        one: 'Das erste Bild eines Beitrags, mit seiner Nummer:',
        other: `Die ersten Bilder von ${entries} Beiträgen, jedes mit seiner Nummer:`,
      }),
  },
  podium: {
    heading: (title) => `🏆 ${title}: das Ergebnis`,
    watch: '▶ ansehen',
    videoGone: 'das Video gibt es nicht mehr',
    score: {
      'one-pick': votes,
      ranked: (points) => plural(points, { one: 'ein Punkt', other: `${points} Punkte` }),
      approval: votes,
      stars: (mean, ratings) =>
        `${decimal(mean)} Sterne aus ${plural(ratings, { one: 'einer Bewertung', other: `${ratings} Bewertungen` })}`,
    },
    notCounted: 'zu wenige Bewertungen',
    noVotes: 'keine Stimmen',
    wins: (prize) => `gewinnt: ${prize}`,
    turnout: (ballots) =>
      plural(ballots, {
        one: 'Ein Mitglied hat abgestimmt.',
        other: `${ballots} Mitglieder haben abgestimmt.`,
      }),
    invalid: (ballots) =>
      plural(ballots, {
        one: 'Ein Stimmzettel zählte nicht: Das Mitglied ist nicht mehr da oder erfüllt die Regeln nicht mehr.',
        other: `${ballots} Stimmzettel zählten nicht: Die Mitglieder sind nicht mehr da oder erfüllen die Regeln nicht mehr.`,
      }),
    runOff: 'Eine Stichwahl hat zwischen den Besten entschieden.',
    noEntries: 'Niemand hat teilgenommen, deshalb hat niemand gewonnen.',
    noWinner: 'Keine Einsendung hat genug Stimmen bekommen, um zu gewinnen.',
    onlyOne: 'Es gab nur einen Beitrag: Er gewinnt ohne Abstimmung.',
    fewerRatings: (needed, enough) =>
      `Kein Beitrag hat ${needed} Bewertungen bekommen, darum ${plural(enough, { one: 'genügte eine', other: `genügten ${enough}` })}.`,
    passedOver: {
      left: (entry) => `${entry} gewinnt nichts: Wer ihn erstellt hat, ist nicht mehr auf dem Server.`,
      blocked: (entry) =>
        `${entry} gewinnt nichts: Wer ihn erstellt hat, konnte bei der Auszählung nicht teilnehmen.`,
      cooldown: (entry) => `${entry} gewinnt nichts: Wer ihn erstellt hat, hat erst vor Kurzem gewonnen.`,
      'video-gone': (entry) => `${entry} gewinnt nichts: Das Video gibt es nicht mehr.`,
    },
    label: (title) => `Das Ergebnis von ${title} als Balken.`,
  },
};
