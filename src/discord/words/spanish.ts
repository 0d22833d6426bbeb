import { spanishChallenge } from './challenge/spanish.ts';
import { pluralsOf, unitsOf } from './grammar.ts';
import type { Words } from './words.ts';

const plural = pluralsOf('es');

export const spanish: Words = {
  because: (reason) => `: “${reason}”`,
  units: unitsOf('es'),
  summary: {
    pictures: {
      'first frame': (count) =>
        plural(count, { one: 'primer fotograma', other: `${count} primeros fotogramas` }),
      'last frame': (count) =>
        plural(count, { one: 'último fotograma', other: `${count} últimos fotogramas` }),
      'reference picture': (count) =>
        plural(count, { one: 'imagen de referencia', other: `${count} imágenes de referencia` }),
    },
    choices: { 'style reference': 'referencia de estilo' },
    flags: { sound: 'con sonido', 'no sound': 'sin sonido' },
    numbers: { 'seed ': (value) => `semilla ${value}` },
  },
  card: {
    removed: '🗑️ El equipo de moderación ha eliminado este video.',
    removedByAuthor: '🗑️ Quien creó este video lo ha eliminado.',
    delivered: (link) => `✅ Listo: ${link}`,
    forMember: (member) => `para ${member}`,
    cancel: 'Cancelar',
    fullPrompt: 'Prompt completo',
    tryAgain: '🔁 Reintentar',
    editPrompt: '✏️ Editar el prompt',
    postNow: '📮 Publicarlo ahora',
    derived: {
      again: (member, parent) => `🎲 ${member} volvió a crear ${parent}`,
      edit: (member, parent) => `✏️ ${member} editó ${parent}`,
      continue: (member, parent) => `🎞️ ${member} continuó ${parent}`,
      retry: (member, parent) => `🔁 ${member} reintentó ${parent}`,
    },
    held: (asked) => `✋ **Espera la aprobación** del equipo de moderación · pedido ${asked}`,
    heldNote: 'Antes no se cobra nada.',
    heldPrompt: 'El prompt aparecerá aquí cuando un moderador lo apruebe.',
    queued: (where, asked) => `⏳ **En cola** · ${where} · pedido ${asked}`,
    place: (position, waiting) => `puesto ${position} de ${waiting}`,
    waiting: 'en espera',
    paused: (because) =>
      `⏸️ El equipo de moderación ha pausado la cola de este servidor${because}. Los videos en espera conservan su puesto.`,
    pictureWaits:
      '🖼️ Ahora mismo no se puede descargar una imagen o enviarla a Scenario. Lo sigo intentando durante media hora; mientras tanto, otros videos pasan antes.',
    standstill: {
      scenario:
        '⚠️ Scenario no responde bien en este momento. No se pierde nada: el video seguirá por sí solo.',
      account:
        '⚠️ Scenario no acepta la clave del bot, o sus créditos se han agotado. No se pierde nada: el video seguirá en cuanto quien administra el bot lo resuelva.',
      disk: '⚠️ El disco del bot está lleno. No se pierde nada: el video seguirá en cuanto quien administra el bot haga espacio.',
    },
    sending: (since) => `📤 **Enviando** a Scenario · empezó ${since}`,
    checking: (since) => `🔎 **Comprobando** · empezó ${since}`,
    checkingNote: 'Scenario no respondió al pedido. Estoy mirando si llegó; no se envía por segunda vez.',
    generating: (since) => `🎬 **Creando** el video · empezó ${since}`,
    usually: (from, to) => `suele tardar de ${from} a ${to}`,
    fetching: (since) => `📥 **Descargando** el video · empezó ${since}`,
    posting: (since) => `📮 **Publicando** el video · empezó ${since}`,
    fitting: (since) => `🗜️ **Recodificando** el video para que quepa en este servidor · empezó ${since}`,
    cancelled: '🚫 **Cancelado** · no se ha descontado nada de tu cuota.',
    cancelledBecause: (why) => `🚫 **Cancelado** · ${why}`,
    blocked: (why) => `🛡️ **Bloqueado** · ${why}`,
    failed: (why) => `❌ **Falló** · ${why}`,
    denied: (why) => `⛔ **No se hizo** · ${why}`,
    undeliverable: (why) => `📭 **No se pudo publicar** · ${why}`,
    noVideo: 'Terminó sin video.',
    nothingCharged: 'No se ha descontado nada de tu cuota.',
  },
  result: {
    ready: (owner) => `${owner} tu video está listo.`,
    took: (duration) => `tardó ${duration}`,
    again: '🎲 Otra vez',
    edit: '✏️ Editar',
    continue: '🎞️ Continuar',
    more: '⋯ Más',
    enter: '🏆 Participar',
    forChallenge: (title) => `Hecho para el reto «${title}»`,
    forChallengeNumber: (id) => `Hecho para el reto #${id}`,
    postedAgain: (member) => `Publicado de nuevo por ${member}.`,
    refitted: (limit, original) => `Recodificado para caber en ${limit}${original}.`,
    original: (url, until) => `; original: [enlace](<${url}>)${until === undefined ? '' : `, ${until}`}`,
    noFile: {
      'too-large': 'El archivo es demasiado grande para este servidor.',
      'no-uploads': 'Discord no acepta archivos en este servidor por ahora.',
    },
    watch: 'Míralo aquí:',
    link: (url, until) => `[Ver o descargar](${url}), ${until}.`,
    aboutAWeek: 'durante una semana más o menos',
    untilMoment: (date, fromNow) => `hasta el ${date} (${fromNow})`,
  },
  failure: {
    'picture-unusable': (because) =>
      `No se pudo usar una imagen${because}. Envíala otra vez en JPEG o PNG de menos de 20 MB.`,
    'request-refused': (because) =>
      `Scenario no aceptó el pedido${because}. Cambia los ajustes e inténtalo de nuevo.`,
    'scenario-access': (because) =>
      `La cuenta de Scenario de este bot no permite este video${because}. Avisa a quien administra el bot.`,
    'submit-lost':
      'La conexión con Scenario se cortó mientras se pedía el video, y allí no apareció ningún pedido. Inténtalo de nuevo; si al final aparece, el video se publica aquí.',
    'generation-failed': (because) =>
      `No se pudo crear el video${because}. Inténtalo de nuevo; puede que la próxima vez funcione.`,
    'no-output':
      'Scenario dijo que todo salió bien, pero no creó ningún video; así responden algunos filtros de seguridad. Cambia un poco el prompt e inténtalo de nuevo.',
    'generation-timeout':
      'Scenario no terminó el video a tiempo. Inténtalo de nuevo más tarde; si al final lo termina, se publica aquí.',
    'download-failed': (because) =>
      `El video está hecho, pero no se pudo descargar de Scenario${because}. Lo sigo intentando durante un día y lo publico aquí si al final se puede. Avisa a quien administra el bot.`,
    blocked: (because) =>
      `El filtro de seguridad del modelo lo rechazó${because}. Escribe el prompt de otra manera e inténtalo de nuevo; suele deberse a personas reales, marcas o violencia.`,
    'channel-unreachable':
      'El video está listo, pero no se pudo publicar: el canal ya no existe o ya no puedo publicar en él. Pide al equipo de moderación que me dé acceso.',
    'no-link':
      'El video está listo, pero es demasiado grande para este servidor y Scenario ya no tiene un enlace a él. Avisa a quien administra el bot.',
    'video-gone':
      'El video se hizo, pero su archivo ya no existe, ni aquí ni en Scenario. Pídelo otra vez con `/veo`.',
    'not-approved': (because) =>
      `El equipo de moderación no lo aprobó${because}. Pregúntale si no sabes por qué.`,
    'cancelled-by-moderator': (because) =>
      `El equipo de moderación lo canceló${because}. Pregúntale si no sabes por qué.`,
    'hold-expired': 'Nadie decidió a tiempo. Pídelo otra vez con `/veo`.',
  },
  direct: {
    ready: (jobId, link) => `Tu video #${jobId} está listo: ${link}`,
    undeliverable: (jobId, channel, cardLink) =>
      `Tu video #${jobId} está listo, pero no pude publicarlo en ${channel}: el canal ya no existe o ya no puedo publicar en él. ` +
      `No se ha descontado nada de tu cuota. Pide al equipo de moderación que me dé acceso. (${cardLink})`,
    entryRefused: (entry, challenge, reason) =>
      `El equipo de moderación ha rechazado tu **${entry}** en **${challenge}**${reason}. Mientras se admitan participaciones, puedes presentar otro video. \`/veo-challenge mine\` muestra cómo van las tuyas.`,
    entryDisqualified: (entry, challenge, reason) =>
      `Tu **${entry}** en **${challenge}** fue descalificada${reason}. \`/veo-challenge mine\` muestra cómo van tus participaciones. Si crees que es un error, pregunta al equipo de moderación.`,
  },
  challenge: spanishChallenge,
};
