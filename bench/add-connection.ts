/** Adds a database server as a connection of a running product; gives its id. `address` is a URL with a database. */
export async function addConnection(
  url: string,
  headers: Record<string, string>,
  driver: string,
  address: string,
): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(address);
  const body = JSON.stringify({
    name: `bench ${driver}`,
    driver,
    host: hostname,
    port: Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password) || null,
    database: pathname.slice(1),
  });
  const answer = await fetch(`${url}/api/v1/connections`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`connection: ${answer.status} ${await answer.text()}`);
  const { data } = (await answer.json()) as { data: { id: string } };
  return data.id;
}
