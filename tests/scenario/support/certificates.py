"""An authority, what it issues, and clients that trust it."""

import pathlib
import shutil
import ssl
import subprocess
import tempfile

from .peers import Client, _connected
from .wire import Wire


def _openssl(*words):
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr)


class Authority:
    """Issues certificates into a folder of its own."""

    def __init__(self, name="The Scenario Authority"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-authority-"))
        self.certificate = self.folder / "authority.pem"
        self.key = self.folder / "authority.key"
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-subj", f"/CN={name}", "-days", 2, "-keyout", self.key, "-out",
                 self.certificate)

    def issue(self, name, *more, file=None, days=1):
        """Returns the paths of the certificate and of the key. `more` are other
        names, or addresses such as IP:127.0.0.1."""
        stem = file or name.replace("*", "any")
        certificate, key = self.folder / f"{stem}.pem", self.folder / f"{stem}.key"
        ask = self.folder / f"{stem}.csr"
        names = ",".join(x if ":" in x else f"DNS:{x}" for x in (name, *more))
        fresh = self.folder / f"{stem}.new"
        _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                 f"/CN={name}", "-addext", f"subjectAltName={names}", "-keyout",
                 f"{fresh}.key", "-out", ask)
        _openssl("x509", "-req", "-in", ask, "-CA", self.certificate, "-CAkey", self.key,
                 "-CAcreateserial", "-days", days, "-copy_extensions", "copy", "-out",
                 f"{fresh}.pem")
        for made, place in ((f"{fresh}.key", key), (f"{fresh}.pem", certificate)):
            pathlib.Path(made).replace(place)
        return str(certificate), str(key)

    def vouch(self, certificate):
        """Returns the path of what an OCSP responder says of that certificate."""
        serial = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-serial"],
                                check=True, capture_output=True, text=True).stdout.strip()
        serial = serial.removeprefix("serial=")
        name = pathlib.Path(certificate).stem
        index = self.folder / f"{name}.index"
        index.write_text(f"V\t491231235959Z\t\t{serial}\tunknown\t/CN=x\n")
        answer = self.folder / f"{name}.ocsp"
        _openssl("ocsp", "-index", index, "-CA", self.certificate, "-rsigner", self.certificate,
                 "-rkey", self.key, "-issuer", self.certificate, "-cert", certificate, "-ndays", 1,
                 "-respout", answer)
        return str(answer)

    def client_context(self, own=None):
        context = ssl.create_default_context(cafile=str(self.certificate))
        if own:
            context.load_cert_chain(*own)
        return context

    def server_context(self, own):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*own)
        return context

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class SecureClient(Client):
    """A connection to troupe over TLS."""

    def __init__(self, address, context, name="localhost", session=None):
        plain = _connected(address)
        try:
            Wire.__init__(self, context.wrap_socket(plain, server_hostname=name, session=session))
        except BaseException:
            plain.close()
            raise
