// Prints the medians and their ratios, from the folder that run filled.
import { readFileSync } from 'node:fs'

const folder = process.argv[2]
const median = (name) => {
  const sorted = readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').map(Number)
    .sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)
const aimed = (ratio, aim) => `${ratio.toFixed(1)}x${ratio < aim ? ` (aim ${aim}x not met)` : ''}`
const taken = (what, name, aim) =>
  row(what, `${median(`${name}-theirs`).toFixed(2)} s`, `${median(`${name}-ours`).toFixed(2)} s`,
    aimed(median(`${name}-theirs`) / median(`${name}-ours`), aim))
const rate = (name) => `${Math.round(median(name)).toLocaleString('en')}/s`
const asked = (what, name, aim) =>
  row(what, rate(`${name}-theirs`), rate(`${name}-ours`),
    aimed(median(`${name}-ours`) / median(`${name}-theirs`), aim))

row('what', 'docker-registry', 'AppView, PDS and hold', 'ratio')
row('---', '---', '---', '---')
taken('234 MiB up, 6 layers', 'large-up', 1)
taken('234 MiB down', 'large-down', 1)
taken('200 layers of 4 KiB up', 'many-up', 5)
taken('200 layers of 4 KiB down', 'many-down', 5)
asked('manifest by tag, 32 connections', 'tag', 10)
asked('blob HEAD, 32 connections', 'head', 1)
row('resident before', '', `${median('rss-before')} MiB`, '')
row('resident at most, 20 pushes of 64 MiB at once', '', `${median('rss-twenty')} MiB`, '')
row('resident after', '', `${median('rss-after')} MiB`, '')
