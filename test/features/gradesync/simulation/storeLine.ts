import {
  type AddressInfo,
  connect,
  createServer,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';

/** The line between the workers and their store, which can be cut for a while. */
export class StoreLine {
  /** The store's address by way of this line. */
  uri = '';
  private isCut = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(store: NetConnectOpts) {
    this.server = createServer(near => {
      if (this.isCut) return void near.destroy();
      const far = connect(store);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
  }

  /** @param uri `mongodb://` with a unix socket or a host and port, and what follows */
  static async to(uri: string): Promise<StoreLine> {
    const [, place = '', rest = ''] = /^mongodb:\/\/([^/]+)(.*)$/.exec(uri) ?? [];
    const path = decodeURIComponent(place);
    const [host = '', port = '27017'] = place.split(':');
    const line = new StoreLine(path.startsWith('/') ? { path } : { host, port: Number(port) });
    await new Promise<void>(resolve => line.server.listen(0, '127.0.0.1', resolve));
    line.uri = `mongodb://127.0.0.1:${(line.server.address() as AddressInfo).port}${rest}`;
    return line;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
