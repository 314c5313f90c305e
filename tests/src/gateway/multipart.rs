//! Reads `multipart/form-data` to the letter.

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub filename: Option<String>,
    pub media: String,
    pub body: Vec<u8>,
}

/// The parts of `body`, whose boundary stands in `media`.
pub fn parse(media: &str, body: &[u8]) -> Result<Vec<Part>, String> {
    let boundary = media.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.ok_or_else(|| format!("`{media}` is no form"))?;
    if boundary.is_empty() || !boundary.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(format!("the boundary `{boundary}` would have to be quoted"));
    }
    let open = format!("--{boundary}\r\n");
    let between = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(open.as_bytes()).ok_or("the form does not start with its boundary")?;
    let mut parts = Vec::new();
    loop {
        let end = find(rest, between.as_bytes()).ok_or("a part does not end")?;
        parts.push(part(&rest[..end])?);
        rest = &rest[end + between.len()..];
        match rest.strip_prefix(b"\r\n") {
            Some(next) => rest = next,
            None if rest == b"--\r\n" => return Ok(parts),
            None => return Err("the form does not end with its boundary".to_owned()),
        }
    }
}

fn part(bytes: &[u8]) -> Result<Part, String> {
    let end = find(bytes, b"\r\n\r\n").ok_or("a part without a head")?;
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| "a head that is not UTF-8")?;
    let mut part = Part { name: String::new(), filename: None, media: String::new(), body: bytes[end + 4..].to_vec() };
    for line in head.split("\r\n") {
        match line.split_once(": ") {
            Some(("Content-Disposition", value)) => disposition(value, &mut part)?,
            Some(("Content-Type", value)) => value.clone_into(&mut part.media),
            _ => return Err(format!("the line `{line}` in the head of a part")),
        }
    }
    Ok(part)
}

fn disposition(value: &str, part: &mut Part) -> Result<(), String> {
    let mut parameters = value.split("; ");
    if parameters.next() != Some("form-data") {
        return Err(format!("`{value}` is no part of a form"));
    }
    for parameter in parameters {
        let (name, quoted) = parameter.split_once('=').ok_or_else(|| format!("`{parameter}` is no parameter"))?;
        let text = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let text = text.ok_or_else(|| format!("`{parameter}` is not quoted"))?.to_owned();
        match name {
            "name" => part.name = text,
            "filename" => part.filename = Some(text),
            _ => return Err(format!("the parameter `{name}`")),
        }
    }
    Ok(())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
