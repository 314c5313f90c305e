"""The adapter of the Python SDK `wechatpayv3` for `wechatpay conform`: see ../../PROTOCOL.md.

It calls the SDK's own methods and nothing else. The SDK has no setting for its host, so that `_gate_way` of its core is
set; what it verifies stays as it is.
"""

import base64
import gzip
import json
import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version

from requests.structures import CaseInsensitiveDict
from wechatpayv3 import WeChatPay, WeChatPayType


class Unsupported(Exception):
    pass


def setup(task):
    global pay, state
    state = task
    by_key = task["public_key_id"] is not None
    cert_dir = None
    if not by_key:
        # The SDK reads each `.pem` of the folder: it is to hold certificates of the platform alone.
        cert_dir = os.path.join(task["keys_dir"], "platform")
        os.makedirs(cert_dir, exist_ok=True)
        for serial, pem in task["platform_certificates"].items():
            with open(os.path.join(cert_dir, serial + ".pem"), "w", encoding="utf-8") as file:
                file.write(pem)
    pay = WeChatPay(
        wechatpay_type=WeChatPayType.JSAPI,
        mchid=task["merchant_id"],
        private_key=task["private_key_pem"],
        cert_serial_no=task["certificate_serial"],
        appid=task["appid"],
        apiv3_key=task["api_v3_key"],
        notify_url="https://example.com/notify",
        cert_dir=cert_dir,
        timeout=task["timeout_ms"] / 1000,
        public_key=task["public_key_pem"] if by_key else None,
        public_key_id=task["public_key_id"],
    )
    pay._core._gate_way = task["base_url"].rstrip("/")
    language = "Python " + ".".join(platform.python_version_tuple()[:2])
    return {"result": "ready", "sdk": "wechatpayv3", "version": version("wechatpayv3"), "language": language, "reads": "text"}


def answer(code, message, opens=()):
    """The SDK verifies a success, and hands over its text; of all others it hands over the status and the text."""
    text = message if isinstance(message, str) else message.decode("utf-8", "replace")
    if code not in range(200, 300):
        return failure(code, text)
    if opens:
        body = json.loads(text)
        for pointer in opens:
            name = pointer.lstrip("/")
            if body.get(name):
                body[name] = pay.decrypt(body[name])
        text = json.dumps(body)
    return {"result": "answer", "status": code, "text": text.strip()}


def failure(status, text):
    try:
        code = json.loads(text)["code"]
    except Exception:
        code = None
    refusal = isinstance(code, str)
    return {"result": "error", "refusal": refusal, "status": status, "code": code if refusal else None, "message": text[:300]}


def call(task):
    body, names = task["body"] or {}, task["parameters"]
    what = (task["method"], task["path"])
    if what == ("POST", "/v3/pay/transactions/jsapi"):
        keys = ("description", "out_trade_no", "amount", "payer", "notify_url", "appid", "mchid")
        return answer(*pay.pay(**{key: body[key] for key in keys}))
    if what == ("GET", "/v3/pay/transactions/out-trade-no/{out_trade_no}"):
        return answer(*pay.query(out_trade_no=names["out_trade_no"], mchid=task["query"]["mchid"]))
    if what == ("POST", "/v3/pay/transactions/out-trade-no/{out_trade_no}/close"):
        return answer(*pay.close(out_trade_no=names["out_trade_no"], mchid=body["mchid"]))
    if what == ("POST", "/v3/refund/domestic/refunds"):
        return answer(*pay.refund(**body))
    if what == ("POST", "/v3/fund-app/mch-transfer/transfer-bills"):
        return answer(*pay.mch_transfer_bills(**body))
    if what == ("GET", "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}"):
        return answer(*pay.mch_transfer_bills_query(out_bill_no=names["out_bill_no"]), opens=task["open"])
    raise Unsupported("the SDK has no method for " + " ".join(what))


def upload(task):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, task["filename"])
        with open(path, "wb") as file:
            file.write(base64.b64decode(task["content"]))
        return answer(*pay.image_upload(filepath=path))


def bill(task):
    query = task["query"]
    # The SDK asks for a zipped one unless it is told otherwise, and has no way to ask for a plain one by leaving it out.
    if "tar_type" not in query:
        raise Unsupported("the SDK asks for zipped bills alone")
    code, message = pay.trade_bill(bill_date=query["bill_date"], bill_type=query["bill_type"], tar_type=query["tar_type"])
    if code != 200:
        return failure(code, message)
    code, content = pay.download_bill(url=json.loads(message)["download_url"])
    if code != 200:
        return failure(code, str(content))
    content = content.encode("utf-8") if isinstance(content, str) else content
    if query["tar_type"] == "GZIP":
        content = gzip.decompress(content)
    return {"result": "file", "content": base64.b64encode(content).decode()}


def notification(task):
    headers = CaseInsensitiveDict()
    for name, value in task["headers"]:
        # As WSGI servers do with a header that comes twice.
        headers[name] = headers[name] + "," + value if name in headers else value
    try:
        event = pay.callback(headers, base64.b64decode(task["body"]))
    except Exception as error:
        return {"result": "refused", "message": repr(error)[:300]}
    if not event:
        return {"result": "refused", "message": "callback() gives nothing"}
    return {"result": "accepted", "resource": event["resource"]}


def repeat(task):
    what = task["task"]
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(task["times"]):
        said = TASKS[what["do"]](what)
        if said["result"] not in ("answer", "accepted"):
            return said
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"result": "repeated", "wall_ms": wall * 1000, "cpu_ms": cpu * 1000}


TASKS = {"setup": setup, "call": call, "upload": upload, "bill": bill, "notification": notification, "repeat": repeat}


def main():
    for line in sys.stdin:
        task = json.loads(line)
        try:
            said = TASKS[task["do"]](task) if task["do"] in TASKS else {"result": "unsupported", "message": task["do"]}
        except Unsupported as error:
            said = {"result": "unsupported", "message": str(error)}
        except Exception as error:
            said = {"result": "error", "refusal": False, "message": repr(error)[:300]}
        print(json.dumps({"id": task["id"], **said}), flush=True)


main()
