// Prints the medians and their ratios, from the folder that run filled.
import { existsSync, readFileSync } from 'node:fs'

const folder = process.argv[2]
const median = (name) => {
  if (!existsSync(`${folder}/${name}`)) {
    return NaN
  }
  const figures = readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').map(Number)
  const sorted = figures.sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)
const count = (figure) => `${Math.round(figure).toLocaleString('en')}/s`
const mbs = (figure) => `${(figure / 1e6).toFixed(figure < 1e7 ? 1 : 0)} MB/s`
const mib = (figure) => `${figure} MiB`
const beside = (what, name, form, aim = '') => {
  const [reference, ours] = [median(`reference-${name}`), median(`ours-${name}`)]
  row(what, form(reference), form(ours), `${(ours / reference).toFixed(1)}x`, aim)
}
const memory = (what, name, aim = '') =>
  row(what, mib(median(`rss-reference-${name}`)), mib(median(`rss-ours-${name}`)), '', aim)

row('what', 'reference PDS', 'ours', 'ratio', 'aim')
row('---', '---', '---', '---', '---')
beside('createRecord, 1 client', 'create-1', count)
beside('createRecord, 16 clients', 'create-16', count, '60x')
beside('getRecord, 1 client', 'get-1', count)
beside('getRecord, 16 clients', 'get-16', count, '40x')
beside('applyWrites of 200, records', 'apply', count)
beside('getRepo, over 20,000 records', 'repo', mbs, '40x')
beside('uploadBlob, 32 MiB', 'upload', mbs)
beside('getBlob, 32 MiB', 'download', mbs)
beside('firehose, 1 subscriber, events', 'live-1', count)
beside('firehose, 100 subscribers, events', 'live-100', count)
beside('firehose, 1,000 subscribers, events', 'live-1000', count)
beside('backfill to 1, events', 'backfill-1', count, '30x')
beside('backfill to 100, events', 'backfill-100', count, '30x')
memory('resident, idle', 'idle')
memory('resident, 1,000 subscribers', 'live-1000', '< 1 GiB')
memory('resident, at most', 'peak')
