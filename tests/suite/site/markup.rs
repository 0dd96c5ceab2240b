//! Just enough HTML reading for tests: the start tags of a page with their attributes.

#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Every start tag. An attribute whose value is not in double quotes is a failure.
pub fn elements(page: &str) -> Vec<Element> {
    let mut found = Vec::new();
    for tag in page.split('<').skip(1) {
        if tag.starts_with(['/', '!']) {
            continue;
        }
        let end = tag.find('>').unwrap_or_else(|| panic!("a tag without end: <{tag}"));
        let tag = tag[..end].trim_end_matches('/');
        let (name, mut rest) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while !rest.trim().is_empty() {
            rest = rest.trim_start();
            let name_end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(name_end);
            if let Some(quoted) = after.strip_prefix("=\"") {
                let (value, after) = quoted.split_once('"').expect("a closing quote");
                attributes.push((attribute.to_string(), value.to_string()));
                rest = after;
            } else {
                assert!(!after.starts_with('='), "an attribute without quotes: <{tag}>");
                attributes.push((attribute.to_string(), String::new()));
                rest = after;
            }
        }
        found.push(Element { name: name.to_string(), attributes });
    }
    found
}

/// The text between the tags, its white space made single.
pub fn text_of(markup: &str) -> String {
    let mut text = String::new();
    for part in markup.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
