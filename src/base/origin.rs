//! The origin of a web page: who may be allowed to read answers.
use http::{HeaderValue, Uri};
use std::str::FromStr;

/// `https://tool.example.com`, as browsers send it in `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl FromStr for Origin {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            "an origin is a scheme, a host and perhaps a port, such as https://tool.example.com or http://localhost:3000".to_owned()
        };
        let lower = text.to_ascii_lowercase();
        let uri: Uri = lower.parse().map_err(|_| wrong())?;
        let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
        let authority = uri.authority().filter(|_| is_web).ok_or_else(wrong)?;
        // Browsers leave out a port that follows from the scheme.
        let usual = if uri.scheme_str() == Some("https") {
            443
        } else {
            80
        };
        let scheme = uri.scheme_str().unwrap_or_default();
        let plain = format!("{scheme}://{authority}");
        if plain != lower || authority.as_str().contains(['@', '*']) || uri.host() == Some("") {
            return Err(wrong());
        }
        let origin = match uri.port_u16() {
            Some(port) if port == usual => plain.trim_end_matches(&format!(":{port}")).to_owned(),
            None if authority.as_str().contains("]") => plain,
            None if authority.as_str().contains(':') => return Err(wrong()),
            _ => plain,
        };
        HeaderValue::try_from(origin).map(Self).map_err(|_| wrong())
    }
}

impl Origin {
    pub fn header(&self) -> &HeaderValue {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_send_is_an_origin_and_nothing_else() {
        for (text, sent) in [
            ("https://tool.example.com", "https://tool.example.com"),
            ("HTTPS://Tool.Example.com:443", "https://tool.example.com"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("http://[::1]", "http://[::1]"),
        ] {
            let origin: Origin = text.parse().unwrap();
            assert_eq!(origin.header(), sent);
        }
        for text in [
            "",
            "*",
            "null",
            "not an origin",
            "tool.example.com",
            "https://",
            "https://a.example.com/",
            "https://a.example.com/path",
            "https://a.example.com?x",
            "https://*.example.com",
            "https://a:b@example.com",
            "ftp://a.example.com",
            "https://a.example.com:99999",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
