import { decimalsOf, pluralsOf } from '../grammar.ts';
import type { ChallengeWords } from './challenge-words.ts';

const plural = pluralsOf('fr');
const decimal = decimalsOf('fr');
const days = (number: number): string => plural(number, { one: 'un jour', other: `${number} jours` });
const votes = (number: number): string => plural(number, { one: `${number} voix`, other: `${number} voix` });

/** Before `:`, `;` and `!` stands a space at which no line ends. */
export const frenchChallenge: ChallengeWords = {
  entry: (number) => `Participation ${number}`,
  by: (member) => `de ${member}`,
  status: {
    announced: (when) => `🗓️ **Annoncé** · ouverture des participations ${when}`,
    open: (moment) => `🟢 **Participations ouvertes** · jusqu’au ${moment}`,
    review: (moment) => `🔎 **La modération examine les participations** · au plus tard jusqu’au ${moment}`,
    preparing: '📤 **Le vote commence dans un instant** · les participations sont en cours de publication.',
    voting: (moment) => `🗳️ **Le vote est ouvert** · jusqu’au ${moment}`,
    runOff: (moment) => `🤝 **Un second tour départage les meilleures** · jusqu’au ${moment}`,
    tallying: '🧮 **Le vote est terminé** · les voix sont en cours de dépouillement.',
    closed: '🏁 **Terminé**',
    cancelled: (because) => `🚫 **Annulé**${because}.`,
    paused: (because) =>
      `⏸️ **En pause**${because}. Personne ne peut participer ni voter avant la reprise, et personne ne perd de temps.`,
  },
  head: {
    theme: 'Thème',
    rules: 'Règles',
    times: 'Dates',
    entering: 'Participer',
    voting: 'Vote',
    prizes: 'Prix',
  },
  times: {
    opens: (moment) => `Début des participations\u00a0: ${moment}`,
    entriesUntil: (moment) => `Fin des participations\u00a0: ${moment}`,
    reviewUntil: (moment) => `Fin de l’examen\u00a0: ${moment}`,
    votesUntil: (moment) => `Fin du vote\u00a0: ${moment}`,
  },
  entering: {
    perMember: (entries) =>
      plural(entries, {
        one: 'Une participation par membre',
        other: `Jusqu’à ${entries} participations par membre`,
      }),
    own: 'Ta propre vidéo, créée ici avec `/veo` après l’ouverture',
    swap: 'Elle peut être échangée ou retirée jusqu’à la fin des participations',
    allowed: (settings) => `Autorisé\u00a0: ${settings}`,
    noPictures: 'Créée à partir du prompt seul, sans images',
    words: (words) => `Le prompt contient\u00a0: ${words}`,
    roles: (roles) => `Peuvent participer\u00a0: ${roles}`,
    accountDays: (number) => `Pour participer ou voter, ton compte existe depuis au moins ${days(number)}`,
    memberDays: (number) => `Pour participer ou voter, tu es sur ce serveur depuis au moins ${days(number)}`,
    review: 'La modération regarde d’abord chaque participation',
    pool: (videos) =>
      `🎁 ${plural(videos, { one: 'Une vidéo offerte', other: `${videos} vidéos offertes` })} à chaque participant\u00a0: \`/veo challenge:\``,
    cooldown: (number) =>
      `Qui a gagné il y a moins de ${plural(number, { one: '24 heures', other: `${number} jours` })} peut participer, mais ne gagne rien`,
    anonymous: 'Les noms restent cachés jusqu’à la fin',
  },
  voting: {
    method: {
      'one-pick': 'Chacun choisit une participation. Le plus de voix l’emporte.',
      ranked:
        'Chacun nomme une première, une deuxième et une troisième\u00a0: 3, 2 et 1 points. Le plus de points l’emporte.',
      stars: 'Chacun donne de une à cinq étoiles aux participations. La meilleure moyenne l’emporte.',
      approval: 'Chacun choisit autant de participations qu’il veut. Le plus de voix l’emporte.',
    },
    minRatings: (ratings) =>
      `Pour gagner, il faut au moins ${plural(ratings, { one: 'une note', other: `${ratings} notes` })}.`,
    fewerRatings: 'Si aucune participation n’en reçoit autant, le plus grand nombre reçu suffit.',
    ties: {
      order:
        'À égalité, le plus de notes maximales départage, puis le plus de votants, puis la participation la plus ancienne.',
      shared: 'Les participations à égalité partagent leur place.',
      'run-off': 'Si les meilleures sont à égalité, un second vote les départage.',
    },
    roles: (roles) => `Peuvent voter\u00a0: ${roles}`,
    fair: 'Les votes sont secrets et peuvent être changés jusqu’à la fin. Personne ne vote pour soi-même.',
  },
  prize: {
    role: (role) => `le rôle ${role}`,
    roleFor: (role, number) => `le rôle ${role} pendant ${days(number)}`,
    bonus: (videos) =>
      plural(videos, { one: 'une vidéo supplémentaire', other: `${videos} vidéos supplémentaires` }),
  },
  count: {
    entries: (number) =>
      plural(number, { one: `${number} participation`, other: `${number} participations` }),
    voters: (number) =>
      plural(number, { one: `${number} membre a voté`, other: `${number} membres ont voté` }),
  },
  host: (member) => `organisé par ${member}`,
  button: {
    how: '🏆 Comment participer',
    mine: 'Mes participations',
    vote: '🗳️ Voter',
    remind: '🔔 Me le rappeler',
    result: '🏁 Résultat',
  },
  phase: {
    opened: (title, moment) => `🟢 **${title}**\u00a0: les participations sont ouvertes jusqu’au ${moment}.`,
    howToEnter:
      'Appuie sur **🏆 Participer** sous une de tes vidéos, ou crées-en une avec `/veo challenge:`.',
    voting: (title, moment) => `🗳️ Le vote pour **${title}** a commencé. Il dure jusqu’au ${moment}.`,
    howToVote: 'Appuie sur **🗳️ Voter**\u00a0: tu vois les participations une à une, dans un ordre à toi.',
    cancelled: (title, because) => `🚫 **${title}** a été annulé${because}.`,
  },
  reminder: {
    entries: (title, when) => `⏰ Les participations à **${title}** se terminent ${when}.`,
    votes: (title, when) => `⏰ Le vote pour **${title}** se termine ${when}.`,
  },
  runOff: (title, entries, moment) =>
    `🤝 **${title}**\u00a0: ${entries} sont à égalité. Un second vote les départage, jusqu’au ${moment}.`,
  gone: {
    withdrawn: (entry) => `**${entry}** a été retirée.`,
    disqualified: (entry) => `**${entry}** a été disqualifiée.`,
    video: (entry) => `**${entry}** ne peut pas être montrée\u00a0: sa vidéo n’existe plus.`,
  },
  sheet: {
    caption: (title, entries) =>
      `🖼️ **${title}**\u00a0: ${plural(entries, { one: 'la seule participation', other: `les ${entries} participations` })} en un coup d’œil.`,
    label: (entries) =>
      plural(entries, {
        one: 'Première image d’une participation, avec son numéro\u00a0:',
        other: `Premières images de ${entries} participations, chacune avec son numéro\u00a0:`,
      }),
  },
  podium: {
    heading: (title) => `🏆 ${title}\u00a0: le résultat`,
    watch: '▶ regarder',
    videoGone: 'sa vidéo n’existe plus',
    score: {
      'one-pick': votes,
      ranked: (points) => plural(points, { one: `${points} point`, other: `${points} points` }),
      approval: votes,
      stars: (mean, ratings) =>
        `${decimal(mean)} étoiles sur ${plural(ratings, { one: `${ratings} note`, other: `${ratings} notes` })}`,
    },
    notCounted: 'trop peu de notes',
    noVotes: 'aucun vote',
    wins: (prize) => `gagne ${prize}`,
    turnout: (ballots) =>
      plural(ballots, { one: `${ballots} membre a voté.`, other: `${ballots} membres ont voté.` }),
    invalid: (ballots) =>
      plural(ballots, {
        one: `${ballots} bulletin n’a pas compté\u00a0: le membre est parti ou ne remplit plus les conditions.`,
        other: `${ballots} bulletins n’ont pas compté\u00a0: les membres sont partis ou ne remplissent plus les conditions.`,
      }),
    runOff: 'Un second tour a départagé les meilleures.',
    noEntries: 'Personne n’a participé, il n’y a donc pas de gagnant.',
    noWinner: 'Aucune participation n’a reçu assez de votes pour gagner.',
    onlyOne: 'Il n’y avait qu’une participation\u00a0: elle gagne sans vote.',
    fewerRatings: (needed, enough) =>
      `Aucune participation n’a reçu ${needed} notes\u00a0: ${plural(enough, { one: 'une seule a suffi', other: `${enough} ont suffi` })}.`,
    passedOver: {
      left: (entry) => `${entry} ne gagne rien\u00a0: son auteur a quitté le serveur.`,
      blocked: (entry) =>
        `${entry} ne gagne rien\u00a0: son auteur ne pouvait pas participer au moment du décompte.`,
      cooldown: (entry) => `${entry} ne gagne rien\u00a0: son auteur a gagné il y a peu.`,
      'video-gone': (entry) => `${entry} ne gagne rien\u00a0: sa vidéo n’existe plus.`,
    },
    label: (title) => `Le résultat de ${title} sous forme de barres.`,
  },
};
