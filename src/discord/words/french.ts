import { frenchChallenge } from './challenge/french.ts';
import { pluralsOf, unitsOf } from './grammar.ts';
import type { Words } from './words.ts';

const plural = pluralsOf('fr');
const ordinals = new Intl.PluralRules('fr', { type: 'ordinal' });

/** Before `:` and `;` and inside « » stands a space at which no line ends. */
export const french: Words = {
  because: (reason) => `\u00a0: «\u00a0${reason}\u00a0»`,
  units: unitsOf('fr'),
  summary: {
    pictures: {
      'first frame': (count) => plural(count, { one: 'première image', other: `${count} premières images` }),
      'last frame': (count) => plural(count, { one: 'dernière image', other: `${count} dernières images` }),
      'reference picture': (count) =>
        plural(count, { one: 'image de référence', other: `${count} images de référence` }),
    },
    choices: { 'style reference': 'référence de style' },
    flags: { sound: 'avec son', 'no sound': 'sans son' },
    numbers: { 'seed ': (value) => `graine ${value}` },
  },
  card: {
    removed: '🗑️ La modération a retiré cette vidéo.',
    removedByAuthor: '🗑️ La personne qui a créé cette vidéo l’a supprimée.',
    delivered: (link) => `✅ Vidéo prête\u00a0: ${link}`,
    forMember: (member) => `pour ${member}`,
    cancel: 'Annuler',
    fullPrompt: 'Prompt complet',
    tryAgain: '🔁 Réessayer',
    editPrompt: '✏️ Modifier le prompt',
    postNow: '📮 Publier maintenant',
    derived: {
      again: (member, parent) => `🎲 ${member} a refait ${parent}`,
      edit: (member, parent) => `✏️ ${member} a modifié ${parent}`,
      continue: (member, parent) => `🎞️ ${member} a continué ${parent}`,
      retry: (member, parent) => `🔁 ${member} a réessayé ${parent}`,
    },
    held: (asked) => `✋ **En attente d’approbation** par la modération · demandée ${asked}`,
    heldNote: 'Rien n’est décompté avant.',
    heldPrompt: 'Le prompt s’affichera ici dès qu’un modérateur l’aura approuvé.',
    queued: (where, asked) => `⏳ **En file d’attente** · ${where} · demandée ${asked}`,
    place: (position, waiting) =>
      `${position}${ordinals.select(position) === 'one' ? 're' : 'e'} sur ${waiting}`,
    waiting: 'en attente',
    paused: (because) =>
      `⏸️ La modération a mis en pause la file d’attente de ce serveur${because}. Les vidéos en attente gardent leur place.`,
    pictureWaits:
      '🖼️ Une image ne peut pas être récupérée ou envoyée à Scenario pour le moment. Je réessaie pendant une demi-heure\u00a0; les autres vidéos passent devant en attendant.',
    standstill: {
      scenario:
        '⚠️ Scenario ne répond pas correctement pour le moment. Rien n’est perdu\u00a0: la vidéo continuera d’elle-même.',
      account:
        '⚠️ Scenario n’accepte pas la clé du bot, ou ses crédits sont épuisés. Rien n’est perdu\u00a0: la vidéo continuera dès que la personne qui gère le bot y aura remédié.',
      disk: '⚠️ Le disque du bot est plein. Rien n’est perdu\u00a0: la vidéo continuera dès que la personne qui gère le bot aura fait de la place.',
    },
    sending: (since) => `📤 **Envoi** à Scenario · commencé ${since}`,
    checking: (since) => `🔎 **Vérification** · commencée ${since}`,
    checkingNote:
      'Scenario n’a pas répondu à la commande. Je regarde si elle est arrivée\u00a0; elle n’est pas envoyée une seconde fois.',
    generating: (since) => `🎬 **Création** de la vidéo · commencée ${since}`,
    usually: (from, to) => `en général de ${from} à ${to}`,
    fetching: (since) => `📥 **Téléchargement** de la vidéo · commencé ${since}`,
    posting: (since) => `📮 **Publication** de la vidéo · commencée ${since}`,
    fitting: (since) => `🗜️ **Réencodage** de la vidéo pour ce serveur · commencé ${since}`,
    cancelled: '🚫 **Annulée** · rien n’a été décompté de ton quota.',
    cancelledBecause: (why) => `🚫 **Annulée** · ${why}`,
    blocked: (why) => `🛡️ **Bloquée** · ${why}`,
    failed: (why) => `❌ **Échec** · ${why}`,
    denied: (why) => `⛔ **Non réalisée** · ${why}`,
    undeliverable: (why) => `📭 **Publication impossible** · ${why}`,
    noVideo: 'Cela n’a pas donné de vidéo.',
    nothingCharged: 'Rien n’a été décompté de ton quota.',
  },
  result: {
    ready: (owner) => `${owner} ta vidéo est prête.`,
    took: (duration) => `prête en ${duration}`,
    again: '🎲 Encore',
    edit: '✏️ Modifier',
    continue: '🎞️ Continuer',
    more: '⋯ Plus',
    enter: '🏆 Participer',
    forChallenge: (title) => `Faite pour le défi «\u00a0${title}\u00a0»`,
    forChallengeNumber: (id) => `Faite pour le défi #${id}`,
    postedAgain: (member) => `Publiée à nouveau par ${member}.`,
    refitted: (limit, original) => `Réencodée pour tenir dans ${limit}${original}.`,
    original: (url, until) =>
      `\u00a0; original\u00a0: [lien](<${url}>)${until === undefined ? '' : `, ${until}`}`,
    noFile: {
      'too-large': 'Le fichier est trop lourd pour ce serveur.',
      'no-uploads': 'Discord n’accepte aucun fichier sur ce serveur pour le moment.',
    },
    watch: 'À regarder ici\u00a0:',
    link: (url, until) => `[Regarder ou télécharger](${url}), ${until}.`,
    aboutAWeek: 'pendant environ une semaine',
    untilMoment: (date, fromNow) => `jusqu’au ${date} (${fromNow})`,
  },
  failure: {
    'picture-unusable': (because) =>
      `Une image n’a pas pu être utilisée${because}. Renvoie-la en JPEG ou PNG de moins de 20 Mo.`,
    'request-refused': (because) =>
      `Scenario n’a pas accepté la demande${because}. Change les réglages et réessaie.`,
    'scenario-access': (because) =>
      `Le compte Scenario de ce bot ne permet pas cette vidéo${because}. Préviens la personne qui gère le bot.`,
    'submit-lost':
      'La connexion à Scenario s’est coupée pendant la commande de la vidéo, et aucune commande n’y est apparue. Réessaie\u00a0; si elle y apparaît quand même, la vidéo est publiée ici.',
    'generation-failed': (because) =>
      `La création de la vidéo a échoué${because}. Réessaie\u00a0; ça marchera peut-être la prochaine fois.`,
    'no-output':
      'Scenario a annoncé un succès mais n’a créé aucune vidéo\u00a0; certains filtres de sécurité répondent ainsi. Change un peu le prompt et réessaie.',
    'generation-timeout':
      'Scenario n’a pas terminé la vidéo à temps. Réessaie plus tard\u00a0; si elle est quand même terminée, elle est publiée ici.',
    'download-failed': (because) =>
      `La vidéo a été créée, mais n’a pas pu être récupérée chez Scenario${because}. Je réessaie pendant un jour et je la publie ici si elle arrive quand même. Préviens la personne qui gère le bot.`,
    blocked: (because) =>
      `Le filtre de sécurité du modèle l’a refusée${because}. Reformule le prompt et réessaie\u00a0; il s’agit souvent de personnes réelles, de marques ou de violence.`,
    'channel-unreachable':
      'La vidéo est prête, mais n’a pas pu être publiée\u00a0: le salon n’existe plus, ou je ne peux plus y publier. Demande à la modération de me donner accès.',
    'no-link':
      'La vidéo est prête, mais trop lourde pour ce serveur, et Scenario n’a plus de lien vers elle. Préviens la personne qui gère le bot.',
    'video-gone':
      'La vidéo a été créée, mais son fichier n’existe plus, ni ici ni chez Scenario. Redemande-la avec `/veo`.',
    'not-approved': (because) =>
      `La modération ne l’a pas approuvée${because}. Demande à la modération si tu ne sais pas pourquoi.`,
    'cancelled-by-moderator': (because) =>
      `La modération l’a annulée${because}. Demande à la modération si tu ne sais pas pourquoi.`,
    'hold-expired': 'Personne ne s’est décidé à temps. Redemande-la avec `/veo`.',
  },
  direct: {
    ready: (jobId, link) => `Ta vidéo #${jobId} est prête\u00a0: ${link}`,
    undeliverable: (jobId, channel, cardLink) =>
      `Ta vidéo #${jobId} est prête, mais je n’ai pas pu la publier dans ${channel}\u00a0: le salon n’existe plus, ou je ne peux plus y publier. ` +
      `Rien n’a été décompté de ton quota. Demande à la modération de me donner accès. (${cardLink})`,
    entryRefused: (entry, challenge, reason) =>
      `La modération a refusé ta **${entry}** à **${challenge}**${reason}. Tant que les participations sont ouvertes, tu peux proposer une autre vidéo. \`/veo-challenge mine\` montre où en sont les tiennes.`,
    entryDisqualified: (entry, challenge, reason) =>
      `Ta **${entry}** à **${challenge}** a été disqualifiée${reason}. \`/veo-challenge mine\` montre où en sont tes participations. Si tu penses que c’est une erreur, demande à la modération.`,
  },
  challenge: frenchChallenge,
};
