// node --import ./loopback.mjs ...: nothing of this process listens beyond 127.0.0.1, or asks a name server.
import dns from 'node:dns'
import net from 'node:net'

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'object' && first !== null && first.port !== undefined) {
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  }
  if (typeof first === 'number' && typeof rest[0] !== 'string') {
    return listen.call(this, first, '127.0.0.1', ...rest)
  }
  return listen.call(this, first, ...rest)
}

dns.setDefaultResultOrder('ipv4first')
const notFound = () => Object.assign(new Error('no name servers here'), { code: 'ENOTFOUND' })
dns.promises.resolveTxt = async () => {
  throw notFound()
}
dns.resolveTxt = (_name, done) => process.nextTick(done, notFound())
