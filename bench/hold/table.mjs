// Prints the medians and their ratios, from the folder that run filled.
import { existsSync, readFileSync } from 'node:fs'

const folder = process.argv[2]
const figures = (name) =>
  existsSync(`${folder}/${name}`)
    ? readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').map(Number)
    : []
const median = (name) => {
  const sorted = figures(name).sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`)
const ratio = (x, aim) => `${x.toFixed(2)}${aim === undefined ? '' : ` (aim ${aim})`}`
const rps = (name) => `${Math.round(median(name)).toLocaleString('en')}/s`
const mbs = (name) => `${Math.round(median(name) / 1e6).toLocaleString('en')} MB/s`
const s = (name) => `${median(name).toFixed(2)} s`

row('what', 'hold', 'beside', 'ratio')
row('---', '---', '---', '---')
row('4 KiB, 32 connections, not counted', rps('small-plain'), `nginx ${rps('small-nginx')}`,
  ratio(median('small-plain') / median('small-nginx'), '>= 0.7'))
row('4 KiB, 32 connections, each counted', rps('small-counted'), `not counted ${rps('small-plain')}`,
  ratio(median('small-counted') / median('small-plain'), '> 0.85'))
row('128 MiB down', mbs('large-hold'), `nginx ${mbs('large-nginx')}`,
  ratio(median('large-hold') / median('large-nginx'), '>= 0.5'))
row('128 MiB down', mbs('large-hold'), `docker-registry ${mbs('large-registry')}`,
  ratio(median('large-hold') / median('large-registry'), '>= 1'))
row('234 MiB up, 6 layers', s('upload-hold'), `docker-registry ${s('upload-registry')}`,
  ratio(median('upload-registry') / median('upload-hold')))
row('234 MiB up, 6 layers', s('upload-hold'), `SHA-256 alone ${s('sha256-jdk')}`,
  ratio(median('sha256-jdk') / median('upload-hold')))
row('234 MiB up, 6 layers', s('upload-hold'), `the disk alone ${s('disk-alone')}`,
  ratio(median('disk-alone') / median('upload-hold')))
row('start to first answer', s('start'), 'aim < 1 s', '')
row('resident, idle', `${median('rss-idle')} MiB`, 'aim < 200 MiB', '')
row('resident, after the load', `${median('rss-loaded')} MiB`, '', '')
row('resident before 200 uploads at once', `${median('rss-before-uploads')} MiB`, '', '')
row('resident at most during them', `${median('rss-uploads')} MiB`, '', '')
console.log(`\n${median('pulls-counted').toLocaleString('en')} pulls counted in all.`)
