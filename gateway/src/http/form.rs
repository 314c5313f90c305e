//! `multipart/form-data`.

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// The name of its file, where it has one.
    pub filename: Option<String>,
    /// Its type; empty where it names none.
    pub media: String,
    /// What is in it.
    pub body: Vec<u8>,
}

/// The parts of a body, whose boundary stands in its type. Where it does not, as in what a much used SDK sends, the first
/// line of the body is the boundary: the service takes that too.
pub fn parse_form(media: &str, body: &[u8]) -> Result<Vec<Part>, String> {
    let mut parameters = media.split(';').map(str::trim);
    if !parameters.next().is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/form-data")) {
        return Err(format!("`{media}` is no `multipart/form-data`"));
    }
    let named = parameters.find_map(|text| parameter(text, "boundary"));
    let boundary = named.or_else(|| first_line(body)).unwrap_or_default();
    if boundary.is_empty() {
        return Err(format!("`{media}` names no boundary, and the body does not begin with one"));
    }
    let (open, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let start = find(body, open.as_bytes()).filter(|at| *at == 0 || body[..*at].ends_with(b"\r\n"));
    let mut rest = &body[start.ok_or("the form does not start with its boundary")? + open.len()..];
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        rest = rest.strip_prefix(b"\r\n").ok_or("a boundary does not end its line")?;
        let end = find(rest, between.as_bytes()).ok_or("a part does not end with the boundary")?;
        parts.push(part(&rest[..end])?);
        rest = &rest[end + between.len()..];
    }
}

/// What readers that are less patient would trip over.
pub fn form_remarks(media: &str, body: &[u8]) -> Vec<&'static str> {
    let mut remarks = Vec::new();
    let boundary = media.split(';').map(str::trim).find_map(|text| text.strip_prefix("boundary="));
    match boundary {
        None => remarks.push("the type of the form names no boundary"),
        Some(quoted) if quoted.starts_with('"') => {}
        Some(bare) if bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte)) => {}
        Some(_) => remarks.push("the boundary of the form would have to be quoted"),
    }
    if !body.ends_with(b"--\r\n") {
        remarks.push("the form does not end with its boundary and a line end");
    }
    let dispositions = String::from_utf8_lossy(body);
    let dispositions = dispositions.lines().filter_map(|line| line.strip_prefix("Content-Disposition: form-data; "));
    let is_quoted = |parameter: &str| parameter.split_once("=\"").is_some_and(|(_, value)| value.ends_with('"'));
    if dispositions.into_iter().any(|line| !line.trim_end().split("; ").all(is_quoted)) {
        remarks.push("a name in the head of a part is not quoted");
    }
    remarks
}

/// What a form that nobody has named a boundary for begins with.
fn first_line(body: &[u8]) -> Option<String> {
    let line = body.strip_prefix(b"--")?;
    let line = &line[..find(line, b"\r\n").filter(|length| *length <= 70)?];
    std::str::from_utf8(line).ok().map(str::to_owned)
}

fn part(bytes: &[u8]) -> Result<Part, String> {
    let end = find(bytes, b"\r\n\r\n").ok_or("a part has no empty line behind its head")?;
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| "the head of a part is not UTF-8")?;
    let mut part = Part { name: String::new(), filename: None, media: String::new(), body: bytes[end + 4..].to_vec() };
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("the line `{line}` in the head of a part"))?;
        match name.trim().to_ascii_lowercase().as_str() {
            "content-disposition" => {
                let mut given = value.split(';').map(str::trim);
                part.name = given.clone().find_map(|text| parameter(text, "name")).unwrap_or_default();
                part.filename = given.find_map(|text| parameter(text, "filename"));
            }
            "content-type" => value.trim().clone_into(&mut part.media),
            _ => {}
        }
    }
    if part.name.is_empty() { Err("a part has no name".to_owned()) } else { Ok(part) }
}

/// The value of `name="value"` or `name=value`.
fn parameter(text: &str, name: &str) -> Option<String> {
    let (key, value) = text.split_once('=')?;
    let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    key.trim().eq_ignore_ascii_case(name).then(|| unquoted.unwrap_or(value).to_owned())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--b\r\ncontent-disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{}\
                        \r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n\r\n--b--\r\n";

    #[test]
    fn parts_come_whatever_is_in_them() {
        for media in [
            "multipart/form-data",
            "multipart/form-data; boundary=b",
            "Multipart/Form-Data;charset=utf-8; boundary=\"b\"",
        ] {
            let parts = parse_form(media, FORM.as_bytes()).expect("it is a form");
            let seen: Vec<_> =
                parts.iter().map(|part| (part.name.as_str(), part.filename.as_deref(), &*part.body)).collect();
            assert_eq!(seen, [("meta", None, &b"{}"[..]), ("file", Some("a.png"), b"")]);
            assert_eq!((parts[0].media.as_str(), parts[1].media.as_str()), ("application/json", ""));
        }
    }

    #[test]
    fn what_is_no_form_is_named() {
        let cases = [
            ("application/json", FORM, "`application/json` is no `multipart/form-data`"),
            (
                "multipart/form-data",
                "x",
                "`multipart/form-data` names no boundary, and the body does not begin with one",
            ),
            ("multipart/form-data; boundary=c", FORM, "the form does not start with its boundary"),
            ("multipart/form-data; boundary=b", "--b\r\nx: y\r\n\r\nz", "a part does not end with the boundary"),
            ("multipart/form-data; boundary=b", "--b\r\nx: y\r\n--b--", "a part has no empty line behind its head"),
            ("multipart/form-data; boundary=b", "--b\r\nx: y\r\n\r\nz\r\n--b--", "a part has no name"),
        ];
        for (media, body, wanted) in cases {
            assert_eq!(parse_form(media, body.as_bytes()), Err(wanted.to_owned()));
        }
    }
}
