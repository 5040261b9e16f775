use crate::NodeView;

pub type NodeId = u32;

struct Node {
    parent: Option<NodeId>,
    depth: u32,
    girth_mm: u32,
}

#[derive(Default)]
pub struct Grove {
    nodes: Vec<Node>,
}

impl Grove {
    pub fn push(&mut self, parent: Option<NodeId>, girth_mm: u32) -> Option<NodeId> {
        let depth = match parent {
            Some(p) => self.nodes.get(p as usize)?.depth.saturating_add(1),
            None => 0,
        };
        let id = NodeId::try_from(self.nodes.len()).ok().filter(|id| *id != NodeId::MAX)?;
        self.nodes.push(Node { parent, depth, girth_mm });
        Some(id)
    }

    fn children(&self, of: Option<NodeId>) -> impl Iterator<Item = NodeId> + '_ {
        (0..).zip(&self.nodes).filter(move |(_, n)| n.parent == of).map(|(id, _)| id)
    }

    pub fn in_order(&self) -> Vec<NodeView> {
        let mut out = Vec::with_capacity(self.nodes.len());
        let mut open: Vec<NodeId> = self.children(None).collect();
        open.reverse();
        while let Some(id) = open.pop() {
            if let Some(node) = self.nodes.get(id as usize) {
                out.push(NodeView { id, depth: node.depth, girth_mm: node.girth_mm });
            }
            let from = open.len();
            open.extend(self.children(Some(id)));
            if let Some(new) = open.get_mut(from..) {
                new.reverse();
            }
        }
        out
    }
}
