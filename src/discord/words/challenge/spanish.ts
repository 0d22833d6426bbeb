import { decimalsOf, pluralsOf } from '../grammar.ts';
import type { ChallengeWords } from './challenge-words.ts';

const plural = pluralsOf('es');
const decimal = decimalsOf('es');
const days = (number: number): string => plural(number, { one: 'un día', other: `${number} días` });
const votes = (number: number): string => plural(number, { one: 'un voto', other: `${number} votos` });

export const spanishChallenge: ChallengeWords = {
  entry: (number) => `Participación ${number}`,
  by: (member) => `de ${member}`,
  status: {
    announced: (when) => `🗓️ **Anunciado** · se podrá participar ${when}`,
    open: (moment) => `🟢 **Abierto a participaciones** · hasta el ${moment}`,
    review: (moment) =>
      `🔎 **El equipo de moderación revisa las participaciones** · como máximo hasta el ${moment}`,
    preparing: '📤 **La votación empieza en un momento** · las participaciones se están publicando.',
    voting: (moment) => `🗳️ **La votación está abierta** · hasta el ${moment}`,
    runOff: (moment) => `🤝 **Un desempate decide entre las mejores** · hasta el ${moment}`,
    tallying: '🧮 **La votación ha terminado** · se están contando los votos.',
    closed: '🏁 **Terminado**',
    cancelled: (because) => `🚫 **Cancelado**${because}.`,
    paused: (because) =>
      `⏸️ **En pausa**${because}. Nadie puede participar ni votar hasta que siga, y nadie pierde tiempo.`,
  },
  head: {
    theme: 'Tema',
    rules: 'Reglas',
    times: 'Fechas',
    entering: 'Participar',
    voting: 'Votación',
    prizes: 'Premios',
  },
  times: {
    opens: (moment) => `Se abren las participaciones: ${moment}`,
    entriesUntil: (moment) => `Se cierran las participaciones: ${moment}`,
    reviewUntil: (moment) => `Termina la revisión: ${moment}`,
    votesUntil: (moment) => `Se cierra la votación: ${moment}`,
  },
  entering: {
    perMember: (entries) =>
      plural(entries, {
        one: 'Una participación por miembro',
        other: `Hasta ${entries} participaciones por miembro`,
      }),
    own: 'Tu propio video, hecho aquí con `/veo` después de la apertura',
    swap: 'Se puede cambiar o retirar hasta que se cierren las participaciones',
    allowed: (settings) => `Permitido: ${settings}`,
    noPictures: 'Hecho solo con el prompt, sin imágenes',
    words: (words) => `El prompt contiene: ${words}`,
    roles: (roles) => `Pueden participar: ${roles}`,
    accountDays: (number) => `Para participar o votar, tu cuenta tiene al menos ${days(number)}`,
    memberDays: (number) => `Para participar o votar, llevas en este servidor al menos ${days(number)}`,
    review: 'El equipo de moderación mira antes cada participación',
    pool: (videos) =>
      `🎁 ${plural(videos, { one: 'Un video gratis', other: `${videos} videos gratis` })} para quien participe: \`/veo challenge:\``,
    cooldown: (number) =>
      `Quien ganó hace menos de ${plural(number, { one: '24 horas', other: `${number} días` })} puede participar, pero no gana nada`,
    anonymous: 'Los nombres se ocultan hasta el final',
  },
  voting: {
    method: {
      'one-pick': 'Cada quien elige una participación. Gana la que tenga más votos.',
      ranked:
        'Cada quien nombra una primera, una segunda y una tercera: 3, 2 y 1 puntos. Gana la que tenga más.',
      stars: 'Cada quien da de una a cinco estrellas. Gana la mejor media.',
      approval: 'Cada quien elige tantas participaciones como quiera. Gana la que tenga más votos.',
    },
    minRatings: (ratings) =>
      `Para ganar hacen falta al menos ${plural(ratings, { one: 'una valoración', other: `${ratings} valoraciones` })}.`,
    fewerRatings: 'Si ninguna participación recibe tantas, basta con el mayor número recibido.',
    ties: {
      order: 'Con igual resultado deciden más notas máximas, luego más votantes, luego la más antigua.',
      shared: 'Las participaciones con igual resultado comparten el puesto.',
      'run-off': 'Si las mejores empatan, una segunda votación decide entre ellas.',
    },
    roles: (roles) => `Pueden votar: ${roles}`,
    fair: 'Los votos son secretos y se pueden cambiar hasta el cierre. Nadie vota por sí mismo.',
  },
  prize: {
    role: (role) => `el rol ${role}`,
    roleFor: (role, number) => `el rol ${role} durante ${days(number)}`,
    bonus: (videos) => plural(videos, { one: 'un video extra', other: `${videos} videos extra` }),
  },
  count: {
    entries: (number) => plural(number, { one: 'una participación', other: `${number} participaciones` }),
    voters: (number) =>
      plural(number, { one: 'un miembro ha votado', other: `${number} miembros han votado` }),
  },
  host: (member) => `organizado por ${member}`,
  button: {
    how: '🏆 Cómo participar',
    mine: 'Mis participaciones',
    vote: '🗳️ Votar',
    remind: '🔔 Recuérdamelo',
    result: '🏁 Resultado',
  },
  phase: {
    opened: (title, moment) => `🟢 **${title}** está abierto a participaciones hasta el ${moment}.`,
    howToEnter: 'Pulsa **🏆 Participar** debajo de un video tuyo, o crea uno con `/veo challenge:`.',
    voting: (title, moment) => `🗳️ La votación de **${title}** ha empezado. Se cierra el ${moment}.`,
    howToVote: 'Pulsa **🗳️ Votar**: verás las participaciones una a una, en un orden solo tuyo.',
    cancelled: (title, because) => `🚫 **${title}** se ha cancelado${because}.`,
  },
  reminder: {
    entries: (title, when) => `⏰ Las participaciones de **${title}** se cierran ${when}.`,
    votes: (title, when) => `⏰ La votación de **${title}** se cierra ${when}.`,
  },
  runOff: (title, entries, moment) =>
    `🤝 **${title}**: ${entries} han empatado. Una segunda votación decide entre ellas, hasta el ${moment}.`,
  gone: {
    withdrawn: (entry) => `**${entry}** fue retirada.`,
    disqualified: (entry) => `**${entry}** fue descalificada.`,
    video: (entry) => `**${entry}** no se puede mostrar: su video ya no existe.`,
  },
  sheet: {
    caption: (title, entries) =>
      `🖼️ **${title}**: ${plural(entries, { one: 'la única participación', other: `las ${entries} participaciones` })} de un vistazo.`,
    label: (entries) =>
      plural(entries, {
        one: 'Primera imagen de una participación, con su número:',
        other: `Primeras imágenes de ${entries} participaciones, cada una con su número:`,
      }),
  },
  podium: {
    heading: (title) => `🏆 ${title}: el resultado`,
    watch: '▶ ver',
    videoGone: 'su video ya no existe',
    score: {
      'one-pick': votes,
      ranked: (points) => plural(points, { one: 'un punto', other: `${points} puntos` }),
      approval: votes,
      stars: (mean, ratings) =>
        `${decimal(mean)} estrellas de ${plural(ratings, { one: 'una valoración', other: `${ratings} valoraciones` })}`,
    },
    notCounted: 'muy pocas valoraciones',
    noVotes: 'sin votos',
    wins: (prize) => `gana ${prize}`,
    turnout: (ballots) => plural(ballots, { one: 'Votó un miembro.', other: `Votaron ${ballots} miembros.` }),
    invalid: (ballots) =>
      plural(ballots, {
        one: 'Un voto no contó: el miembro se fue o ya no cumple las reglas.',
        other: `${ballots} votos no contaron: los miembros se fueron o ya no cumplen las reglas.`,
      }),
    runOff: 'Un desempate decidió entre las mejores.',
    noEntries: 'Nadie participó, así que nadie gana.',
    noWinner: 'Ninguna participación recibió votos suficientes para ganar.',
    onlyOne: 'Solo hubo una participación: gana sin votación.',
    fewerRatings: (needed, enough) =>
      `Ninguna participación recibió ${needed} valoraciones, así que ${plural(enough, { one: 'bastó una', other: `bastaron ${enough}` })}.`,
    passedOver: {
      left: (entry) => `${entry} no gana nada: su autor ya no está en el servidor.`,
      blocked: (entry) => `${entry} no gana nada: su autor no podía participar en el momento del recuento.`,
      cooldown: (entry) => `${entry} no gana nada: su autor ganó hace poco.`,
      'video-gone': (entry) => `${entry} no gana nada: su video ya no existe.`,
    },
    label: (title) => `El resultado de ${title} en barras.`,
  },
};
