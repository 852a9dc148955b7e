import { dayIn } from '../lib/dates.ts';
import { gbk } from './gbk.ts';
import type { Replay } from './replay.ts';

const span = { start_date: '2024-01-02', end_date: '2024-01-03' };
const releases = 'api.github.com/repos/nodejs/node/releases';

function release(id: number, tag: string): object {
  return {
    id,
    tag_name: tag,
    name: null,
    author: { login: 'someone' },
    draft: false,
    prerelease: false,
    created_at: '2024-01-02T10:00:00Z',
    published_at: '2024-01-02T12:00:00Z',
    html_url: `https://github.com/nodejs/node/releases/tag/${tag}`,
    body: 'Notes',
    assets: [{ download_count: 3 }, { download_count: 4 }],
  };
}

function releaseRow(id: number, tag: string) {
  return {
    repository: 'nodejs/node',
    id,
    tag,
    name: null,
    author: 'someone',
    draft: false,
    prerelease: false,
    created_at: '2024-01-02T10:00:00.000Z',
    published_at: '2024-01-02T12:00:00.000Z',
    url: `https://github.com/nodejs/node/releases/tag/${tag}`,
    notes: 'Notes',
    downloads: 7,
  };
}

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment --><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News &amp; more</title>
<item><title><![CDATA[One < two]]></title><link>https://example.org/1</link><guid isPermaLink="false">a1</guid>
<pubDate>Tue, 02 Jan 2024 10:00:00 +0800</pubDate><dc:creator>Ann</dc:creator>
<description>&lt;p&gt;Hello&amp;#20320; &lt;b&gt;there&lt;/b&gt;&lt;/p&gt;</description></item></channel></rss>`;
const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><entry><id>urn:1</id><title>First</title>
<link rel="self" href="https://example.net/self"/><link href="https://example.net/1"/><updated>2024-01-02T00:00:00Z</updated>
<author><name>Bob</name></author></entry></feed>`;

export const webReplays: Record<string, Replay> = {
  weather_history: {
    params: { place: '北京', latitude: 39.9, longitude: 116.4, ...span },
    replies: [
      {
        at: 'archive-api.open-meteo.com/v1/archive',
        query: {
          latitude: '39.9',
          longitude: '116.4',
          start_date: '2024-01-02',
          end_date: '2024-01-03',
          timezone: 'Asia/Shanghai',
        },
        body: {
          latitude: 39.894,
          longitude: 116.36,
          daily_units: { time: 'iso8601', temperature_2m_max: '°C' },
          daily: {
            time: ['2024-01-02', '2024-01-03'],
            weather_code: [3, 0],
            temperature_2m_max: [3.1, null],
            precipitation_sum: [0, 0],
          },
        },
      },
    ],
    rows: [
      { place: '北京', date: '2024-01-02', weather_code: 3, temperature_2m_max: 3.1, precipitation_sum: 0 },
      { place: '北京', date: '2024-01-03', weather_code: 0, temperature_2m_max: null, precipitation_sum: 0 },
    ],
  },
  weather_forecast: {
    params: { days: 1 },
    replies: [
      {
        at: 'api.open-meteo.com/v1/forecast',
        query: { forecast_days: '1', timezone: 'UTC' },
        body: {
          latitude: 31.25,
          hourly_units: { time: 'iso8601' },
          hourly: {
            time: ['2024-01-02T00:00'],
            temperature_2m: [8.2],
            precipitation: [0.1],
            weather_code: [61],
          },
        },
      },
    ],
    rows: [
      {
        place: '上海',
        time: '2024-01-02T00:00:00Z',
        temperature_2m: 8.2,
        precipitation: 0.1,
        weather_code: 61,
      },
    ],
  },
  earthquakes_usgs: {
    params: span,
    replies: [
      {
        at: 'earthquake.usgs.gov/fdsnws/event/1/query',
        query: {
          format: 'geojson',
          starttime: '2024-01-02',
          endtime: '2024-01-04',
          minmagnitude: '4.5',
          offset: '1',
        },
        body: {
          type: 'FeatureCollection',
          metadata: { status: 200, api: '1.14.0', count: 1 },
          features: [
            {
              type: 'Feature',
              id: 'us6000m0xl',
              properties: {
                mag: 4.9,
                place: '50 km NE of Anamizu, Japan',
                time: 1704160800000,
                updated: 1704250000000,
                felt: null,
                tsunami: 0,
                status: 'reviewed',
                magType: 'mb',
                url: 'https://earthquake.usgs.gov/earthquakes/eventpage/us6000m0xl',
              },
              geometry: { type: 'Point', coordinates: [137.2, 37.5, 10] },
            },
          ],
        },
      },
    ],
    rows: [
      {
        id: 'us6000m0xl',
        time: '2024-01-02T02:00:00.000Z',
        updated_at: '2024-01-03T02:46:40.000Z',
        magnitude: 4.9,
        magnitude_type: 'mb',
        place: '50 km NE of Anamizu, Japan',
        longitude: 137.2,
        latitude: 37.5,
        depth_km: 10,
        felt: null,
        tsunami: 0,
        status: 'reviewed',
        url: 'https://earthquake.usgs.gov/earthquakes/eventpage/us6000m0xl',
      },
    ],
  },
  github_releases: {
    replies: [
      {
        at: releases,
        query: { per_page: '100', page: '2' },
        body: [release(2, 'v1.0.0')],
        headers: { link: `<https://${releases}?per_page=100&page=1>; rel="prev"` },
      },
      {
        at: releases,
        query: { per_page: '100' },
        body: [release(1, 'v2.0.0')],
        headers: {
          link: `<https://${releases}?per_page=100&page=2>; rel="next", <https://${releases}?page=2>; rel="last"`,
        },
      },
    ],
    rows: [releaseRow(1, 'v2.0.0'), releaseRow(2, 'v1.0.0')],
  },
  github_repository_stats: {
    replies: [
      {
        at: 'api.github.com/repos/nodejs/node',
        body: {
          full_name: 'nodejs/node',
          description: 'Node.js JavaScript runtime',
          language: 'JavaScript',
          license: { spdx_id: 'NOASSERTION' },
          stargazers_count: 100000,
          forks_count: 27000,
          open_issues_count: 1900,
          subscribers_count: 2900,
          size: 1000000,
          created_at: '2014-11-26T19:57:11Z',
          pushed_at: '2024-01-02T00:00:00Z',
        },
      },
    ],
    rows: [
      {
        repository: 'nodejs/node',
        date: dayIn('UTC'),
        description: 'Node.js JavaScript runtime',
        language: 'JavaScript',
        license: 'NOASSERTION',
        stars: 100000,
        forks: 27000,
        open_issues: 1900,
        watchers: 2900,
        size_kb: 1000000,
        created_at: '2014-11-26T19:57:11.000Z',
        pushed_at: '2024-01-02T00:00:00.000Z',
      },
    ],
  },
  hacker_news_stories: {
    params: { limit: 2 },
    replies: [
      { at: 'hacker-news.firebaseio.com/v0/topstories.json', body: [8863, 8864, 8865] },
      {
        at: 'hacker-news.firebaseio.com/v0/item/8863.json',
        body: {
          by: 'dhouston',
          descendants: 71,
          id: 8863,
          kids: [9224],
          score: 104,
          time: 1175714200,
          title: 'My YC app',
          type: 'story',
          url: 'http://example.com/',
        },
      },
      { at: 'hacker-news.firebaseio.com/v0/item/8864.json', body: 'null' },
    ],
    rows: [
      {
        id: 8863,
        title: 'My YC app',
        url: 'http://example.com/',
        author: 'dhouston',
        score: 104,
        comments: 71,
        created_at: '2007-04-04T19:16:40.000Z',
        type: 'story',
      },
    ],
  },
  rss_feed: {
    params: { urls: 'https://example.org/rss https://example.net/atom' },
    replies: [
      { at: 'example.org/rss', body: rss },
      { at: 'example.net/atom', body: atom },
    ],
    rows: [
      {
        feed: 'https://example.org/rss',
        feed_title: 'News & more',
        id: 'a1',
        title: 'One < two',
        link: 'https://example.org/1',
        published: '2024-01-02T02:00:00.000Z',
        author: 'Ann',
        summary: 'Hello你 there',
      },
      {
        feed: 'https://example.net/atom',
        feed_title: 'Blog',
        id: 'urn:1',
        title: 'First',
        link: 'https://example.net/1',
        published: '2024-01-02T00:00:00.000Z',
        author: 'Bob',
        summary: null,
      },
    ],
  },
  wikipedia_pageviews: {
    params: { articles: '六分仪, Node.js a', ...span },
    replies: [
      {
        at: 'wikimedia.org/api/rest_v1/metrics/pageviews/per-article/zh.wikipedia/all-access/user/%E5%85%AD%E5%88%86%E4%BB%AA/daily/20240102/20240103',
        body: {
          items: [
            {
              project: 'zh.wikipedia',
              article: '六分仪',
              granularity: 'daily',
              timestamp: '2024010200',
              access: 'all-access',
              agent: 'user',
              views: 25,
            },
          ],
        },
      },
      {
        at: 'wikimedia.org/api/rest_v1/metrics/pageviews/per-article/zh.wikipedia/all-access/user/Node.js_a/daily/20240102/20240103',
        status: 404,
        body: {
          type: 'about:blank',
          title: 'Not found',
          detail: 'The date(s) you used are valid, but we either do not have data',
        },
      },
    ],
    rows: [{ project: 'zh.wikipedia', article: '六分仪', date: '2024-01-02', views: 25 }],
  },
  npm_downloads: {
    params: { packages: '@types/node', ...span },
    replies: [
      {
        at: 'api.npmjs.org/downloads/range/2024-01-02:2024-01-03/@types/node',
        body: {
          start: '2024-01-02',
          end: '2024-01-03',
          package: '@types/node',
          downloads: [{ downloads: 15000000, day: '2024-01-02' }],
        },
      },
    ],
    rows: [{ package: '@types/node', date: '2024-01-02', downloads: 15000000 }],
  },
  pypi_downloads: {
    params: { packages: 'Pandas' },
    replies: [
      {
        at: 'pypistats.org/api/packages/pandas/overall',
        query: { mirrors: 'false' },
        body: {
          data: [{ category: 'without_mirrors', date: '2024-01-02', downloads: 5000000 }],
          package: 'pandas',
          type: 'overall_downloads',
        },
      },
    ],
    rows: [{ package: 'pandas', date: '2024-01-02', downloads: 5000000 }],
  },
  csv_url: {
    params: { url: 'https://example.org/data.csv' },
    replies: [
      {
        at: 'example.org/data.csv',
        body: gbk(
          '编码;名称;数量;上架;说明\r\n007;"苹果;红";3;true;\r\n010;"他说""好""\n第二行";-1.5;FALSE;x\r\n',
        ),
        headers: { 'content-type': 'text/csv' },
      },
    ],
    rows: [
      {
        source_url: 'https://example.org/data.csv',
        编码: '007',
        名称: '苹果;红',
        数量: 3,
        上架: true,
        说明: null,
      },
      {
        source_url: 'https://example.org/data.csv',
        编码: '010',
        名称: '他说"好"\n第二行',
        数量: -1.5,
        上架: false,
        说明: 'x',
      },
    ],
    anyForm: true,
  },
  json_url: {
    params: { url: 'https://example.org/api?p={page}', path: 'data.items' },
    replies: [
      { at: 'example.org/api', query: { p: '1' }, body: { data: { items: [{ id: '007', n: 1 }, 'text'] } } },
      { at: 'example.org/api', query: { p: '2' }, body: { data: { items: [{ id: '008', tags: ['a'] }] } } },
      { at: 'example.org/api', query: { p: '3' }, body: { data: { items: [] } } },
    ],
    rows: [
      { source_url: 'https://example.org/api?p={page}', id: '007', n: 1 },
      { source_url: 'https://example.org/api?p={page}', value: 'text' },
      { source_url: 'https://example.org/api?p={page}', id: '008', tags: ['a'] },
    ],
  },
};
