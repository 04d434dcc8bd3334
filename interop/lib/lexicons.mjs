// The lexicon documents that Orlop ships.
import { readFile } from 'node:fs/promises'

const HOME = new URL('../../lexicons/src/main/resources/lexicons/', import.meta.url)

/** Their NSIDs, in order. */
export const IDS = (await readFile(new URL('index.txt', HOME), 'utf8')).trim().split('\n')

/** The documents, in the same order. */
export const DOCUMENTS = await Promise.all(
  IDS.map(async (id) => JSON.parse(await readFile(new URL(`${id.replaceAll('.', '/')}.json`, HOME)))),
)
