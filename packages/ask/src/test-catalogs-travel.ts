import { sketchCatalog, sketchValues } from './test-catalogs.ts';

/** Trips with two keys to the same table, and stations that keep a count of their own. */
export const travel = sketchCatalog({
  stations: { columns: ['code text', 'name text', 'city text', 'country text', 'platform_count integer'] },
  trips: {
    columns: [
      'id integer',
      'from_station text -> stations.code',
      'to_station text -> stations.code',
      'travel_date date',
      'price number',
      'driver_name text',
      'train_name text',
      'train_weight number',
    ],
  },
});

export const travelValues = sketchValues({
  'stations.city': ['Oslo', 'Rome', 'Bergen'],
  'stations.country': ['Norway', 'Italy'],
});
