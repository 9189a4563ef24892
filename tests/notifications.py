"""Delivery status notifications as mail servers write them."""


def notification(
    message_id: str,
    *,
    action: str = "failed",
    diagnostic: str = "smtp; 550 5.1.1 No such user here",
    returned: str = "message/rfc822",
    report_type: str = "delivery-status",
    fold: bool = False,
) -> bytes:
    """One about a mail to d1@example.org; an empty argument leaves its line out."""
    between = "\n " if fold else " "
    head = f"Message-ID:{between}{message_id}\n" if message_id else ""
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>",
        "To: portal@localhost",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        "Message-ID: <bounce@mx.example.org>",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type={report_type};\n\tboundary="b1"',
        "",
        "This is a MIME-encapsulated message.",
        "",
        "--b1",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "",
        "--b1",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.org",
        "X-Postfix-Queue-ID: 1234",
        "",
        "Final-Recipient: rfc822; d1@example.org",
        "Original-Recipient: rfc822;d1@example.org",
        *([f"Action: {action}"] if action else []),
        "Status: 5.1.1",
        *([f"Diagnostic-Code: {diagnostic}"] if diagnostic else []),
        "",
        "--b1",
        f"Content-Type: {returned}",
        "",
        f"{head}From: portal@localhost\nTo: d1@example.org\nSubject: x",
        "",
        "The body." if returned == "message/rfc822" else "",
        "",
        "--b1--",
        "",
    ]
    return "\n".join(lines).encode()
