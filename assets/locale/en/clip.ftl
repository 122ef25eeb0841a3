# clip
