"""The loopback server that every other test stands on."""

from __future__ import annotations

import http.client

from servers import Answer, PageServer, conditional


def ask(server: PageServer, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_a_route_answers_until_it_is_changed() -> None:
    with PageServer() as server:
        server.page("/a/", "first")
        assert ask(server, "/a/") == (200, b"first")
        server.routes["/a/"] = (410, {}, "gone")
        assert ask(server, "/a/") == (410, b"gone")
        assert ask(server, "/b/")[0] == 404
        assert server.paths() == ["/a/", "/a/", "/b/"]


def test_hosts_share_a_port_and_a_query_may_have_its_own_answer() -> None:
    with PageServer() as server:
        server.page("/", "any host")
        server.page("/", "this host", host="one.example")
        server.page("/?page=2", "second page")
        assert ask(server, "/", Host="one.example")[1] == b"this host"
        assert ask(server, "/", Host="two.example:8080")[1] == b"any host"
        assert ask(server, "/?page=2")[1] == b"second page"
        assert ask(server, "/?page=3")[1] == b"any host"
        assert server.paths(host="one.example") == ["/"]


def test_a_callable_sees_the_request_and_a_conditional_route_says_not_modified() -> None:
    with PageServer() as server:
        server.routes["/echo"] = lambda request: Answer(body=request.header("x-word") or "none")
        server.routes["/etag"] = conditional("words", etag='"v1"')
        assert ask(server, "/echo", **{"X-Word": "heard"}) == (200, b"heard")
        assert ask(server, "/etag") == (200, b"words")
        assert ask(server, "/etag", **{"If-None-Match": '"v1"'}) == (304, b"")
