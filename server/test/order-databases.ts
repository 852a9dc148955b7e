import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { isReachable, testServers } from './test-servers.ts';

/** A database of its own on a real server, with the users and orders that the API documents tell of. */
export interface OrderDatabase {
  /** `mysql` or `postgresql`. */
  type: string;
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  drop(): Promise<void>;
}

const newName = () => `sextant_orders_${randomBytes(4).toString('hex')}`;

/** Seven orders, one on each of the last days where the tests say it is: UTC+8, whatever the servers' own zones. */
const ages = [0, 1, 2, 3, 4, 5, 6];

export const mysqlFound = await isReachable(testServers.mysql);
export const postgresqlFound = await isReachable(testServers.postgresql);

export async function createMysqlOrders(): Promise<OrderDatabase> {
  const database = newName();
  const connection = await createConnection({ uri: testServers.mysql, multipleStatements: true });
  await connection.query(`
    create database ${database} character set utf8mb4;
    use ${database};
    create table users (
      id int primary key comment '用户ID',
      username varchar(50) not null comment '用户名',
      email varchar(100) not null comment '邮箱',
      unique key idx_username (username)
    ) comment '用户表';
    create table orders (
      id int primary key comment '订单ID',
      user_id int not null comment '用户ID',
      created_at datetime not null comment '创建时间',
      key idx_user_id (user_id)
    ) comment '订单表';
    insert into users values (1, 'ada', 'ada@example.com'), (2, 'bo', 'bo@example.com');
    ${ages.map((days) => `insert into orders values (${days + 1}, ${(days % 2) + 1}, utc_timestamp() + interval 8 hour - interval ${days} day);`).join('\n')}
  `);
  return {
    ...addressOf(testServers.mysql),
    type: 'mysql',
    database,
    async drop() {
      await connection.query(`drop database ${database}`);
      await connection.end();
    },
  };
}

export async function createPostgresqlOrders(): Promise<OrderDatabase> {
  const database = newName();
  const server = new Client({ connectionString: testServers.postgresql });
  await server.connect();
  await server.query(`create database ${database}`);
  const url = new URL(testServers.postgresql);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`
    create table users (id int primary key, username varchar(50) not null, email varchar(100) not null);
    create unique index idx_username on users (username);
    comment on table users is '用户表';
    comment on column users.username is '用户名';
    create table orders (id int primary key, user_id int not null, created_at timestamp not null);
    create index idx_user_id on orders (user_id);
    comment on table orders is '订单表';
    create schema archive;
    create table archive.orders_2020 (id int primary key);
    insert into users values (1, 'ada', 'ada@example.com'), (2, 'bo', 'bo@example.com');
    insert into orders select days + 1, days % 2 + 1, now() at time zone 'Asia/Shanghai' - make_interval(days => days)
      from generate_series(0, ${ages.length - 1}) as days;
  `);
  await client.end();
  return {
    ...addressOf(testServers.postgresql),
    type: 'postgresql',
    database,
    async drop() {
      await server.query(`drop database ${database} with (force)`);
      await server.end();
    },
  };
}

function addressOf(server: string) {
  const { hostname, port, username, password } = new URL(server);
  return { host: hostname, port: Number(port), user: username, password: decodeURIComponent(password) };
}
