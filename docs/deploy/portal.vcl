# The portal behind Varnish 7.1 (Debian 12): /etc/varnish/portal.vcl. See README.md here.
# What stands before Varnish ends TLS and sets X-Forwarded-Proto.
vcl 4.1;

import std;

backend portal {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 3s;
    .first_byte_timeout = 30s;
    # Whether it answers at all. Its name is one of ALLOWED_HOSTS; for others it says 400.
    .probe = {
        .request = "GET /healthz HTTP/1.1" "Host: portal.example" "Connection: close";
        .interval = 1s;
        .timeout = 2s;
        .window = 3;
        .threshold = 2;
    }
}

sub vcl_recv {
    # Public pages are the same for everybody: a cookie of the sign-in, or of other sites below the
    # same domain, must not have them fetched anew. Whatever is not named here keeps its cookies and
    # is passed on.
    if (req.url ~ "^/(en/)?((ask|districts|orders|directives|notices|as-of|about|feeds|calendar|verify)[/.]|api/(?!v1/screenings)|static/|\?|$)") {
        unset req.http.Cookie;
        set req.http.X-Public = "1";
    } else {
        unset req.http.X-Public;
    }
    # What is past its time is shown only if the portal fails: as the probe says, or just now
    # (vcl_deliver). For how long, the page itself says (vcl_backend_response).
    if (std.healthy(req.backend_hint) && req.restarts == 0) {
        set req.grace = 0s;
    } else {
        set req.grace = 1h;
    }
}

sub vcl_hash {
    # The answer to http is a redirect to https.
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_fetch {
    set bereq.http.X-Asked = std.real(time = now);
    if (bereq.method == "POST") {
        set bereq.first_byte_timeout = 300s; # the longest lists
    }
}

sub vcl_backend_response {
    # What says nothing of caches is not kept: Varnish would keep it for 120 s (default_ttl).
    if (!beresp.http.Cache-Control) {
        set beresp.ttl = 0s;
    }
    # The age counts from when the portal was asked (RFC 9111, 4.2.3); Varnish counts from when the
    # answer came. A millisecond for the rounding of X-Asked.
    set beresp.ttl = beresp.ttl - 1ms - (now - std.time(real = std.real(bereq.http.X-Asked, 0.0)));
    # Nothing is shown past its time while the next is fetched: Varnish would do so for 10 s
    # (default_grace). But if the portal fails, for as long as it said, never past a boundary.
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.ttl > 0s && beresp.http.Cache-Control ~ "stale-if-error=[0-9]+") {
        set beresp.grace = std.duration(
            regsub(beresp.http.Cache-Control, "^.*stale-if-error=([0-9]+).*$", "\1s"), 0s);
    }
    unset beresp.http.X-Accel-Expires; # for nginx
}

sub vcl_backend_error {
    # Not kept: it would stand before the page that may be shown instead.
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
}

sub vcl_deliver {
    # Once more, and now what is past its time will do.
    if (resp.status >= 500 && resp.status <= 504 && req.restarts == 0 && req.http.X-Public
        && (req.method == "GET" || req.method == "HEAD")) {
        return (restart);
    }
}
