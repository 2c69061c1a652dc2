import type { Mutant } from '../../../../simulators/world/run/mutant.ts';

/** Mistakes that concern identified persons: the world of a kiosk's front catches them. */
export const frontMistakes: readonly Mutant[] = [
  {
    name: 'a use is written after the motor turned',
    file: 'device/core/screen/uses.js',
    find: "return opened(facts, runtime, fact.request, now);\n            case 'issued':\n                return [{ kind: 'keep', request: fact.request }];",
    replace:
      "return [];\n            case 'issued':\n                return [...opened(facts, runtime, fact.request, now), { kind: 'keep', request: fact.request }];",
    within: 10,
    world: 'front',
  },
  {
    name: 'a use is kept although nothing was issued',
    file: 'device/core/screen/uses.js',
    find: "return [{ kind: 'drop', request: fact.request }];",
    replace: "return [{ kind: 'keep', request: fact.request }];",
    within: 10,
    world: 'front',
  },
  {
    name: 'a second card in a session counts',
    file: 'device/core/screen/read.js',
    find: 'if (!front.identifies || identified !== null || !runtime.started)\n        return false;',
    replace: 'if (!front.identifies || !runtime.started)\n        return false;\n    return true;',
    within: 20,
    world: 'front',
  },
  {
    name: 'the key of a week is kept for ever',
    file: 'device/agent/perform.js',
    find: 'parts.identity?.tagger.forget(act.before);',
    replace: '',
    within: 10,
    world: 'front',
  },
  {
    name: 'the interval is counted in days of UTC',
    file: 'device/core/limits.js',
    find: "export const kioskTimeZone = 'Asia/Shanghai';",
    replace: "export const kioskTimeZone = 'UTC';",
    within: 40,
    world: 'front',
  },
];
