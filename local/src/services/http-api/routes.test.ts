import { expect, test } from '@jest/globals';
import { createRouter } from './router.ts';

const routerOf = (...routeKeys: string[]) => {
  const router = createRouter();
  const routes = routeKeys.map((routeKey) => ({ routeKey, functionName: 'f', timeoutMs: 1 }));
  router.set({ id: 'a', name: 'a', routes });
  return (method: string, path: string) => {
    const found = router.find(method, path);
    return found && [found.route.routeKey, found.pathParameters];
  };
};

test('the most specific route wins, whatever the order in the template', () => {
  const find = routerOf(
    '$default',
    'ANY /{proxy+}',
    'GET /pets/{proxy+}',
    'ANY /pets/{id}',
    'GET /pets/{id}',
    'GET /pets/dog',
  );

  expect(find('GET', '/pets/dog')).toEqual(['GET /pets/dog', {}]);
  expect(find('GET', '/pets/cat')).toEqual(['GET /pets/{id}', { id: 'cat' }]);
  expect(find('PUT', '/pets/cat')).toEqual(['ANY /pets/{id}', { id: 'cat' }]);
  expect(find('GET', '/pets/cat/1')).toEqual(['GET /pets/{proxy+}', { proxy: 'cat/1' }]);
  expect(find('POST', '/pets/cat/1')).toEqual(['ANY /{proxy+}', { proxy: 'pets/cat/1' }]);
  expect(find('GET', '/')).toEqual(['$default', {}]);
});

test('a full match wins over a greedy one that begins with text', () => {
  const find = routerOf('GET /pets/{proxy+}', 'GET /{kind}/list');

  expect(find('GET', '/pets/list')).toEqual(['GET /{kind}/list', { kind: 'pets' }]);
});

test('a slash in a variable is not decoded before the route is found', () => {
  const find = routerOf('GET /metadata/{session}');

  expect(find('GET', '/metadata/a%2Fb')).toEqual(['GET /metadata/{session}', { session: 'a/b' }]);
  expect(find('GET', '/metadata/a/b')).toBeUndefined();
  expect(find('GET', '/metadata/a/')).toBeUndefined();
});

test('an invalid route key is an error that names it', () => {
  expect(() => routerOf('metadata')).toThrow('Route "metadata" is neither');
});

test('two routes that differ only in their variables’ names conflict', () => {
  expect(() => routerOf('GET /a/{b}', 'GET /a/{c}')).toThrow('both have the route "GET /a/{c}"');
});
