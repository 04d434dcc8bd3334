// Ends a server in an orderly way when its process is told to.
export function stopWith(server) {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, async () => {
      await server.destroy()
      process.exit(0)
    })
  }
}
