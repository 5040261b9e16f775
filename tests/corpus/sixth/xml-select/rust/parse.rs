#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NodeId(u32);

struct Node {
    name: String,
    depth: u32,
}

pub struct Document {
    nodes: Vec<Node>,
    attributes: Vec<(NodeId, String)>,
}

impl Document {
    pub fn parse(text: &str) -> Option<Self> {
        let mut doc = Self { nodes: Vec::new(), attributes: Vec::new() };
        let mut depth = 0u32;
        for tag in text.split('<').skip(1) {
            let tag = &tag[..tag.find('>')?];
            if tag.starts_with('/') {
                depth = depth.checked_sub(1)?;
                continue;
            }
            let (body, empty) = match tag.strip_suffix('/') {
                Some(body) => (body, true),
                None => (tag, false),
            };
            let (name, rest) = body.split_once(' ').unwrap_or((body, ""));
            let id = NodeId(u32::try_from(doc.nodes.len()).ok()?);
            depth = depth.checked_add(1)?;
            doc.nodes.push(Node { name: name.to_owned(), depth });
            if !rest.is_empty() {
                doc.attributes.push((id, rest.trim().to_owned()));
            }
            if empty {
                depth -= 1;
            }
        }
        (depth == 0).then_some(doc)
    }

    pub fn named(&self, name: &[u8]) -> Vec<NodeId> {
        let hits = self.nodes.iter().enumerate().filter(|(_, n)| n.name.as_bytes() == name);
        hits.map(|(i, _)| NodeId(i as u32)).collect()
    }

    pub fn depth(&self, id: NodeId) -> u32 {
        self.nodes.get(id.0 as usize).map_or(0, |n| n.depth)
    }
}
