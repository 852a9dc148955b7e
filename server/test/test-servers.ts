import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';

/** Database servers that tests may use; the addresses can be changed by environment. */
export const testServers = {
  postgresql: process.env.SEXTANT_TEST_POSTGRESQL ?? 'postgresql://postgres@127.0.0.1:5432/postgres',
  mysql: process.env.SEXTANT_TEST_MYSQL ?? 'mysql://root@127.0.0.1:3306/test',
};

/** True when something listens at the address of a test server. */
export function isReachable(address: string): Promise<boolean> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 20_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/** Whether the machine has a Python for scripts. */
export const pythonFound = spawnSync('python3', ['--version']).status === 0;
