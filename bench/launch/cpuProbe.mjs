// Loaded before a tool's own program: answers its parent's question how much processor time this process has used.
process.on('message', message => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() });
});
process.once('disconnect', () => process.exit(0));
