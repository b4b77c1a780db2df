// Preloaded into the product: when the command that started it is killed, it ends too instead of working on unseen.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
