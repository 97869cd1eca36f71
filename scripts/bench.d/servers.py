"""The origin, and the proxies that are compared: how each is set up."""
import os
import pathlib
import subprocess

from world import NotAvailable, World, descriptor_limit, free_port, program

# Fields as a browser and an application server write them.
RESPONSE_FIELDS = {
    "Cache-Control": "private, max-age=0, must-revalidate",
    "Content-Language": "en-GB",
    "Content-Security-Policy":
        "default-src 'self'; img-src 'self' data: https://images.example.com; "
        "script-src 'self' https://scripts.example.com; style-src 'self' "
        "'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Set-Cookie": "session=6f1c2d0b9a8e47c3b5d6e7f801234567; Path=/; Secure; "
                  "HttpOnly; SameSite=Lax",
    "Vary": "Accept-Encoding, Cookie",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Request-Id": "0f8b2c1e-5d47-4a39-9c6b-7e1d2f3a4b5c",
}

NGINX = """
daemon off;
{user}
worker_processes 1;
error_log {folder}/{name}.errors warn;
pid {folder}/{name}.pid;
events {{ worker_connections 20000; }}
http {{
  access_log off;
  client_body_temp_path {folder}/{name}.body;
  proxy_temp_path {folder}/{name}.proxy;
  fastcgi_temp_path {folder}/{name}.fastcgi;
  uwsgi_temp_path {folder}/{name}.uwsgi;
  scgi_temp_path {folder}/{name}.scgi;
  keepalive_requests 100000000;
  keepalive_timeout 600s;
  client_max_body_size 0;
{http}
}}
"""


def start_nginx(world: World, name: str, core: int, http: str) -> int:
    user = "user root;" if os.geteuid() == 0 else ""
    config = world.folder / f"{name}.conf"
    config.write_text(NGINX.format(user=user, folder=world.folder, name=name,
                                   http=http))
    return world.start(name, core, program("nginx"), "-p", world.folder,
                       "-e", world.folder / f"{name}.errors", "-c", config)


def make_certificate(world: World) -> None:
    """With an ECDSA key (P-256): cert.pem, key.pem, and both in one."""
    cert, key = world.folder / "cert.pem", world.folder / "key.pem"
    subprocess.run([program("openssl"), "req", "-x509", "-newkey", "ec",
                    "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=bench.example", "-days", "2", "-keyout", key, "-out",
                    cert], check=True, stderr=subprocess.DEVNULL)
    (world.folder / "both.pem").write_text(cert.read_text() + key.read_text())


def start_origin(world: World, core: int, backends: int, h2: bool = False) -> list[int]:
    """Answers on each of the ports that are returned: / tiny, /page 4 KiB with many
    fields, /page64 64 KiB, /large 1 MiB, /upload 200 when the whole body has
    arrived."""
    name = "origin-h2" if h2 else "origin"
    (world.folder / "page64").write_bytes(b"x" * 65536)
    (world.folder / "page").write_bytes(b"x" * 4096)
    (world.folder / "large").write_bytes(b"x" * 1048576)
    fields = "\n".join(f'      add_header {name} "{value}";'
                       for name, value in RESPONSE_FIELDS.items())
    ports = [free_port() for _ in range(backends)]
    listen = "\n".join(f"    listen 127.0.0.1:{port}{' http2' if h2 else ''} "
                       "backlog=8192;" for port in ports)
    sink = f"unix:{world.folder}/{name}.sink"
    # "return" alone would answer before the body has come, so an upload goes
    # by way of a second server, which is asked once the body is there.
    start_nginx(world, name, core, f"""
  sendfile on;
  tcp_nopush on;
  open_file_cache max=10;
  default_type text/html;
  server {{
{listen}
    root {world.folder};
    location / {{ return 200 "Hello, world!\\n"; }}
    location /page {{
{fields}
    }}
    location /page64 {{ }}
    location /large {{ }}
    location /upload {{
      client_body_buffer_size 2m;
      proxy_pass http://{sink};
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
    }}
  }}
  server {{
    listen {sink};
    location / {{ return 200 "Thank you.\\n"; }}
  }}""")
    return ports


# -- proxies: (world, core, port, backends' ports, large bodies?, TLS?, HTTP/2
# with the client or with both) -> pid
# Among several backends each chooses whoever has least to do.

def nginx(world: World, core: int, port: int, backends: list[int], large: bool,
          tls: bool, h2: str = "") -> int:
    if h2 == "both":
        raise NotAvailable("it speaks no HTTP/2 to origins")
    # For large bodies: passed on as they arrive, in pieces of 48 KiB, which
    # was the best of a dozen settings; the defaults cost up to nine times as
    # much, with bodies in temporary files.
    bodies = """
      proxy_buffering off;
      proxy_buffer_size 48k;
      proxy_buffers 4 48k;
      proxy_busy_buffers_size 96k;
      proxy_request_buffering off;
      client_body_buffer_size 256k;""" if large else ""
    servers = "\n".join(f"    server 127.0.0.1:{x};" for x in backends)
    choice = "    least_conn;\n" if len(backends) > 1 else ""
    encryption = """
    ssl_certificate cert.pem;
    ssl_certificate_key key.pem;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:sessions:10m;""" if tls else ""
    return start_nginx(world, f"nginx-{port}", core, f"""
  upstream origin {{
{choice}{servers}
    keepalive 1024;
    keepalive_requests 100000000;
    keepalive_timeout 600s;
  }}
  server {{
    listen 127.0.0.1:{port} {"ssl " if tls else ""}{"http2 " if h2 else ""}backlog=8192;{encryption}
    location / {{
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;{bodies}
    }}
  }}""")


def haproxy(world: World, core: int, port: int, backends: list[int], large: bool,
            tls: bool, h2: str = "", splice: bool = True) -> int:
    # Two descriptors a connection, and half of one for the pipes to splice by.
    maxconn = min(20000, descriptor_limit() * 2 // 5 - 100)
    # splice-auto is a guess; the two others insist.
    splicing = ("  option splice-auto\n  option splice-request\n"
                "  option splice-response\n" if large and splice else "")
    speaks = " proto h2" if h2 == "both" else ""
    servers = "\n".join(f"  server b{x} 127.0.0.1:{x} pool-max-conn -1{speaks}"
                        for x in backends)
    choice = "  balance leastconn\n" if len(backends) > 1 else ""
    encryption = f" ssl crt {world.folder}/both.pem" if tls else ""
    if h2:
        encryption += " alpn h2" if tls else " proto h2"
    config = world.folder / f"haproxy-{port}.conf"
    config.write_text(f"""
global
  nbthread 1
  maxconn {maxconn}
defaults
  mode http
  option http-keep-alive
  http-reuse always
  maxconn {maxconn}
  timeout connect 5s
  timeout client 600s
  timeout server 600s
  timeout http-keep-alive 600s
{splicing}
frontend front
  bind 127.0.0.1:{port} backlog 8192{encryption}
  default_backend back
backend back
{choice}{servers}
""")
    return world.start(f"haproxy-{port}", core, program("haproxy"), "-db",
                       "-f", config)


def haproxy_copying(world: World, core: int, port: int, backends: list[int],
                    large: bool, tls: bool, h2: str = "") -> int:
    return haproxy(world, core, port, backends, large, tls, h2, splice=False)


def nghttpx(world: World, core: int, port: int, backends: list[int], large: bool,
            tls: bool, h2: str = "") -> int:
    if not h2:
        raise NotAvailable("it is compared for HTTP/2")
    front = f"127.0.0.1,{port}" + ("" if tls else ";no-tls")
    back = f"127.0.0.1,{backends[0]};;proto=" + ("h2" if h2 == "both" else "http/1.1")
    # Without an access log, as all others.
    return world.start(f"nghttpx-{port}", core, program("nghttpx"), "--conf=/dev/null",
                       "--workers=1", "--single-process", "--no-ocsp",
                       "--errorlog-file=/dev/null",
                       "-f", front, "-b", back, world.folder / "key.pem",
                       world.folder / "cert.pem")


def h2o(world: World, core: int, port: int, backends: list[int], large: bool,
        tls: bool, h2: str = "") -> int:
    if not h2:
        raise NotAvailable("it is compared for HTTP/2")
    if h2 == "both":
        raise NotAvailable("this version speaks no HTTP/2 to origins")
    config = world.folder / f"h2o-{port}.yaml"
    encryption = f"""
  ssl:
    certificate-file: {world.folder}/cert.pem
    key-file: {world.folder}/key.pem""" if tls else ""
    config.write_text(f"""
num-threads: 1
{"user: root" if os.geteuid() == 0 else ""}
listen:
  host: 127.0.0.1
  port: {port}{encryption}
hosts:
  default:
    paths:
      /:
        proxy.reverse.url: http://127.0.0.1:{backends[0]}/
        proxy.preserve-host: ON
        proxy.timeout.keepalive: 600000
""")
    return world.start(f"h2o-{port}", core, program("h2o"), "-c", config)


class Built:
    """The proxies that this tree builds."""

    def __init__(self, build: pathlib.Path) -> None:
        self.build = build

    def binary(self, path: str) -> pathlib.Path:
        if not (self.build / path).exists():
            raise NotAvailable(f"{path} is not built")
        return self.build / path

    def troupe(self, world: World, core: int, port: int, backends: list[int],
               large: bool, tls: bool, h2: str = "") -> int:
        addresses = ", ".join(f"127.0.0.1:{x}" for x in backends)
        balance = "two_choices" if len(backends) > 1 else "round_robin"
        encryption = (f"    tls: {{certificates: [{{certificate: "
                      f"{world.folder}/both.pem}}]}}\n" if tls else "")
        speaks = "    protocols: [h2]\n" if h2 == "both" else ""
        config = world.folder / f"troupe-{port}.yaml"
        config.write_text(f"""
loops: 1
listeners:
  - address: 127.0.0.1:{port}
{encryption}upstreams:
  origin:
    backends: [{addresses}]
    balance: {balance}
{speaks}routes:
  - match: {{path: /}}
    upstream: origin
""")
        return world.start(f"troupe-{port}", core, self.binary("troupe"), "run",
                           "--config", config)

    def relay(self, world: World, core: int, port: int, backends: list[int],
              large: bool, tls: bool, h2: str = "") -> int:
        if tls:
            raise NotAvailable("it speaks no TLS")
        if h2:
            raise NotAvailable("it knows no HTTP")
        if len(backends) > 1:
            raise NotAvailable("it knows one backend")
        return world.start(f"relay-{port}", core,
                           self.binary("tests/bare_relay"), port, backends[0])
