#[derive(Default)]
pub struct Survey {
    plots: Vec<Box<[u8]>>,
}

impl Survey {
    pub fn add(&mut self, name: &[u8]) -> u32 {
        let id = u32::try_from(self.plots.len()).unwrap_or(u32::MAX);
        if id != u32::MAX {
            self.plots.push(name.into());
        }
        id
    }

    pub fn starting_with(&self, prefix: &[u8]) -> Vec<u32> {
        (0u32..)
            .zip(&self.plots)
            .filter(|(_, name)| name.starts_with(prefix))
            .map(|(id, _)| id)
            .collect()
    }
}
